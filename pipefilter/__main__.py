"""`python -m pipefilter`."""

from pipefilter.cli.main import main

if __name__ == "__main__":
    main()
