"""What the action does: checks patterns, annotates them, writes SARIF, and compares them with the base of a pull request.

`start.sh` runs it. The inputs and GitHub's variables are in the environment; action.yml and docs/how-to/pull-requests.md
describe them.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from action_inputs import DEFAULTS, ActionError, Inputs
from compared_revisions import (
    PULL_REQUESTS,
    CommitMissing,
    EventWithoutBase,
    NothingToCompare,
    compared_revisions,
)
from pipefilter_command import Pipefilter, Run, install, last_line
from pull_request_comment import CommentFault, CommentRefused, PullRequest, shortened
from sarif_file import write_sarif
from uncommitted_files import uncommitted_files
from workflow_commands import ANNOTATIONS, add_summary, annotation, fenced, inert, printable, set_outputs

__all__ = ["main", "run_action"]

_MARK = "<!-- pipefilter diff -->"
_HEADER_LINES = 4
"""Of the report of a comparison without differences: the mark, the heading, and the revisions."""
_COMMAND = re.compile("::[a-z]+")
_NO_PATTERNS = "::error::no patterns in these files"
"""All that `check --format github` prints if it finds none."""
_MAX_NAMES = 5
_UNCOMMITTED = "These files are not compared, as the commit does not contain them as they are"
_GLOB = re.compile(r"[*?\[]")
_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)
_FORK = "In a pull request from a fork, the token may not write; otherwise, the job needs the permission pull-requests: write."

_FAILURES = {
    (1, False): "Filters stop matching events: the summary of the job has the report.",
    (1, True): "Filters match other events than before: the summary of the job has the report.",
    (2, False): "It is not proven that no event is lost: the summary of the job has the report.",
    (2, True): "It is not proven that no filter changes: the summary of the job has the report.",
}
"""Why a comparison fails the job, by its exit code and whether all changes do."""


def main() -> int:
    """Run the action with the environment of the process: the exit code of the step."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        inputs = Inputs.read(os.environ)
        temporary = Path(os.environ.get("RUNNER_TEMP") or tempfile.gettempdir())
        own = os.environ.get("GITHUB_ACTION_PATH") or str(Path(__file__).parents[2])
        requirement = f"pipefilter=={inputs.version}" if inputs.version else own
        command = install(requirement, temporary, Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd()))
        return run_action(inputs, command, os.environ)
    except ActionError as error:
        _print(annotation("error", str(error)))
        return 2


def run_action(inputs: Inputs, command: Pipefilter, environment: Mapping[str, str]) -> int:
    """Check and compare: the exit code of the step.

    Args:
        environment: GitHub's variables.

    Raises:
        ActionError: the command cannot run, or the SARIF file cannot be written.
    """
    code = _check(inputs, command, environment)
    codes = [code] if "problems" in inputs.fail_on else []
    if inputs.diff:
        compared = _diff(inputs, command, environment)
        codes += [compared] if inputs.fail_on & {"lost-events", "changes"} else []
    return max(codes, default=0)


def _check(inputs: Inputs, command: Pipefilter, environment: Mapping[str, str]) -> int:
    """Annotate the problems, write the SARIF file, the outputs and the summary; the exit code of `check`."""
    run = command.run(*_check_arguments(inputs, "github"))
    if inputs.paths == (DEFAULTS["paths"],) and run.output.strip() == _NO_PATTERNS:
        # such as after a pull request that removes the last pattern; a path that is written in the workflow may be wrong
        _print(annotation("notice", "There are no patterns in the repository."))
        run = Run(0, "", "")
    severities = Counter[str]()
    for line in run.output.split("\n"):
        command_name = _COMMAND.match(line)
        severity = ANNOTATIONS.get(command_name[0], "") if command_name else ""
        severities[severity] += 1
        _print(line if severity else inert(line))
    _print(inert(run.messages))
    if run.code == 2 and not any(severities[name] for name in ANNOTATIONS.values()):
        raise ActionError(f"pipefilter check cannot run: {last_line(run.messages)}")
    if inputs.sarif:
        write_sarif(command.folder, inputs.sarif, command.run(*_check_arguments(inputs, "sarif")).output)
    counts = {name: severities[name] for name in ("error", "warning", "note")}
    outputs = {f"{name}s": str(count) for name, count in counts.items()}
    set_outputs(
        environment.get("GITHUB_OUTPUT", ""),
        {"exit-code": str(run.code), "sarif-file": inputs.sarif, **outputs},
    )
    words = ", ".join(f"{count} {name}{'s' * (count != 1)}" for name, count in counts.items() if count)
    _summarize(environment, f"### pipefilter check: {words or 'no problems'}")
    return run.code


def _check_arguments(inputs: Inputs, print_format: str) -> list[str]:
    options = [f"--format={print_format}", f"--severity={inputs.severity}"]
    options += [f"--select={inputs.select}"] if inputs.select else []
    options += [f"--ignore={inputs.ignore}"] if inputs.ignore else []
    options += ["--strict"] if inputs.strict else []
    return ["check", *options, "--", *inputs.paths]


def _diff(inputs: Inputs, command: Pipefilter, environment: Mapping[str, str]) -> int:
    """Compare, and report the differences; an exit code of `diff`."""
    event_name, event = environment.get("GITHUB_EVENT_NAME", ""), _event(environment)
    try:
        revisions = compared_revisions(command.folder, event_name, event)
    except NothingToCompare as reason:
        _print(annotation("notice", f"The filters are not compared: {reason}."))
        return 0
    except CommitMissing as reason:
        _report_failure(
            inputs, f"{reason}.", environment, "notice" if isinstance(reason, EventWithoutBase) else "warning"
        )
        return 2
    allowed = () if "changes" in inputs.fail_on else ("--allow=wider",)
    run = command.run(
        "diff", "--markdown", *allowed, "--", revisions, *_compared_paths(inputs.paths, command.folder)
    )
    _print(inert(run.messages))
    set_outputs(environment.get("GITHUB_OUTPUT", ""), {"diff-exit-code": str(run.code)})
    if not run.output.startswith(_MARK):  # such as if none of the files has a pattern, before or now
        _report_failure(inputs, last_line(run.messages), environment)
        return run.code
    report = f"{run.output}{_uncommitted(inputs, command)}"
    _summarize(environment, report)
    _comment(inputs, report, environment, is_new_allowed=_has_differences(run.output))
    if run.code and inputs.fail_on - {"problems"}:
        _print(annotation("error", _FAILURES[run.code, "changes" in inputs.fail_on]))
    return run.code


def _report_failure(
    inputs: Inputs, reason: str, environment: Mapping[str, str], level: str = "warning"
) -> None:
    """Say why nothing is compared, also in an earlier comment, which would otherwise be about another commit.

    Args:
        level: of the annotation if that does not fail the job.
    """
    is_required = bool(inputs.fail_on - {"problems"})
    _print(annotation("error" if is_required else level, f"The filters are not compared: {reason}"))
    report = f"{_MARK}\n### Event patterns: not compared\n\n{fenced(reason)}"
    _summarize(environment, report)
    _comment(inputs, report, environment, is_new_allowed=False)


def _uncommitted(inputs: Inputs, command: Pipefilter) -> str:
    """Warn of files that are checked, but not compared, as an earlier step has made or changed them: the end of the report."""
    run = command.run(*_check_arguments(inputs, "json"))
    names = uncommitted_files(command.folder, run.output)
    if not names:
        return ""
    more = f" and {len(names) - _MAX_NAMES} more" if len(names) > _MAX_NAMES else ""
    words = f"{', '.join(map(printable, names[:_MAX_NAMES]))}{more}"
    _print(annotation("warning", f"{_UNCOMMITTED}: {words}"))
    return f"\n{_UNCOMMITTED}:\n\n{fenced(words)}"


def _has_differences(report: str) -> bool:
    return len(report.strip().splitlines()) > _HEADER_LINES


def _event(environment: Mapping[str, str]) -> dict[str, Any]:
    """The event that started the workflow; empty outside of GitHub."""
    path = environment.get("GITHUB_EVENT_PATH", "")
    try:
        event = json.loads(Path(path).read_text("utf-8")) if path else {}
    except (OSError, ValueError) as error:
        raise ActionError(f"the event in GITHUB_EVENT_PATH cannot be read: {error}") from None
    return event if isinstance(event, dict) else {}


def _compared_paths(paths: tuple[str, ...], folder: Path) -> list[str]:
    """The files and folders that contain what is checked: `diff` reads no globs, and no single resources of revisions."""
    folders = []
    for each in paths:
        path = _from_workspace(each, folder)
        if (folder / path).exists():
            folders.append(path)
            continue
        file = path.partition("#")[0]
        parts = file.replace("\\", "/").split("/") if os.name == "nt" else file.split("/")
        plain = next((at for at, part in enumerate(parts) if _GLOB.search(part)), len(parts))
        folders.append("/".join(parts[:plain]) or ("/" if file.startswith("/") else "."))
    return list(dict.fromkeys(folders))


def _from_workspace(path: str, folder: Path) -> str:
    """The path, relative to the workspace if it is in there: `diff` knows no others."""
    if not Path(path).is_absolute() and ".." not in Path(path).parts:
        return path
    try:
        return Path(os.path.normpath(folder / path)).relative_to(os.path.normpath(folder)).as_posix()
    except ValueError:
        return path


def _comment(inputs: Inputs, report: str, environment: Mapping[str, str], *, is_new_allowed: bool) -> None:
    """Write or update the comment; if that is not possible, say so: the report is in the summary, too."""
    if environment.get("GITHUB_EVENT_NAME", "") not in PULL_REQUESTS or not inputs.comment:
        return
    event = _event(environment)
    repository, number = environment.get("GITHUB_REPOSITORY", ""), event.get("number")
    if not _REPOSITORY.fullmatch(repository) or not isinstance(number, int):
        _print(annotation("warning", "There is no comment: the event has no pull request."))
        return
    mark = f"{_MARK[:-4]} {inputs.comment_key} -->" if inputs.comment_key else _MARK
    body = shortened(report.replace(_MARK, mark, 1))
    api = environment.get("GITHUB_API_URL") or "https://api.github.com"
    pull_request = PullRequest(api, repository, number, environment.get("GITHUB_TOKEN", ""))
    try:
        url = pull_request.comment(body, mark, is_new_allowed=is_new_allowed)
    except CommentRefused as error:
        _print(annotation("notice", f"There is no comment ({error}); the summary has the report. {_FORK}"))
    except CommentFault as error:
        _print(annotation("warning", f"There is no comment ({error}); the summary has the report."))
    else:
        _print(
            inert(
                f"comment: {url}"
                if url
                else "no filter differs, so there is no comment"
                if "no filter differs" in report
                else "there is no comment"
            )
        )


def _summarize(environment: Mapping[str, str], markdown: str) -> None:
    add_summary(environment.get("GITHUB_STEP_SUMMARY", ""), markdown)


def _print(text: str) -> None:
    if text:
        print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
