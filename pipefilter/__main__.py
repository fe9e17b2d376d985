"""The entry point of `pipefilter` and `python -m pipefilter`: from here on Ctrl-C ends without a traceback.

Until that is set up, it imports only what Python has loaded anyway.
"""

import os
import sys

_INTERRUPTED = 130  # pipefilter.cli.terminal.exit_codes is not loaded yet


def main() -> None:
    """Run the command line and exit."""
    try:
        import signal

        # nohup, and shells for background jobs, ignore interrupts: leave it so
        is_heeded = signal.getsignal(signal.SIGINT) is signal.default_int_handler
        if is_heeded:
            sys.unraisablehook = _end_if_interrupted
            signal.signal(signal.SIGINT, _end)
        import gc

        gc.disable()  # what is imported remains, so searching it for garbage is in vain; `run` ends this
        from pipefilter.cli.main import main as run

        if is_heeded:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            run()
        except SystemExit as ending:
            if ending.code == _INTERRUPTED:
                _leave()
            raise
        finally:
            if is_heeded:
                signal.signal(signal.SIGINT, _end)
            gc.freeze()  # nor does Python search through everything before it ends
    except KeyboardInterrupt:
        _end()


def _leave() -> None:
    """End with the exit code of an interrupt, whatever Python remembers of it.

    If Ctrl-C came while Python executed source text, as it does to create a dataclass, `python -m` would end by the signal
    itself, although the exception was caught: https://github.com/python/cpython/blob/3.11/Modules/main.c
    """
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):  # the reader has closed the stream
        pass
    os._exit(_INTERRUPTED)


def _end(*_: object) -> None:
    """End at once: nothing has begun yet, or only Python's own clean-up is left."""
    try:
        os.write(2, b"interrupted\n")
    finally:
        os._exit(_INTERRUPTED)


def _end_if_interrupted(unraisable: "sys.UnraisableHookArgs") -> None:
    """End if an interrupt came where Python can only print it and continue, such as in a destructor."""
    if issubclass(unraisable.exc_type, KeyboardInterrupt):
        _end()
    sys.__unraisablehook__(unraisable)


if __name__ == "__main__":
    main()
