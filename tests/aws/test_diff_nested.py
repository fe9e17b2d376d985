"""`pipefilter diff --deployed` with stacks that are nested in others: real clients of boto3's against moto's server."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import boto3
import pytest
from aws_environment import use_test_account
from moto_state import running_moto

from pipefilter.application.diffing.reading import read_file
from pipefilter.application.diffing.sides import FileSide
from pipefilter.application.diffing.stack_tree import StackTree
from pipefilter.aws.deployed.stack import Stack
from pipefilter.cli.main import main
from pipefilter.errors import UnreadableInput

pytestmark = pytest.mark.slow

REGION = "eu-west-1"


def rule(logical_id: str, pattern: str, attribute: str = "") -> str:
    """A rule, whose name CloudFormation makes up."""
    return (
        f"  {logical_id}:\n    Type: AWS::Events::Rule\n{attribute and f'    {attribute}'}\n"
        f"    Properties:\n      EventPattern: {pattern}\n"
    )


def nested(logical_id: str, url: str, parameters: str = "", attribute: str = "") -> str:
    """A nested stack."""
    return (
        f"  {logical_id}:\n    Type: AWS::CloudFormation::Stack\n{attribute and f'    {attribute}'}\n"
        f"    Properties:\n      TemplateURL: {url}\n{parameters and f'      Parameters: {parameters}'}\n"
    )


def inner(*resources: str) -> str:
    return (
        "Parameters:\n  Source: {Type: String}\n  What: {Type: String, Default: parcel}\nResources:\n"
        + "".join(resources)
    )


def outer(*resources: str) -> str:
    return "Parameters:\n  Stage: {Type: String}\nResources:\n" + "".join(resources)


PAID = rule("Paid", "{source: [!Ref Source], detail: {status: [PAID, SENT]}}")
KIND = rule("Kind", "{detail-type: [!Ref What]}")
URL = "https://s3.amazonaws.com/templates/{}.yaml"


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    """The address of moto's server, with a stack in which a stack is nested twice, and a third one once more."""
    with running_moto() as endpoint, ExitStack() as stack:
        session = boto3.session.Session("testing", "testing", region_name=REGION)

        def client(service: str) -> Any:  # noqa: ANN401 - a client of any service
            return stack.enter_context(closing(session.client(service, endpoint_url=endpoint)))  # type: ignore[call-overload]  # a name

        storage = client("s3")
        storage.create_bucket(Bucket="templates", CreateBucketConfiguration={"LocationConstraint": REGION})
        templates = {
            "shop": inner(PAID, KIND),
            "old": "Resources:\n" + rule("Old", "{source: [old]}"),
            "middle": "Resources:\n" + nested("Old", URL.format("old")),
        }
        for name, text in templates.items():
            storage.put_object(Bucket="templates", Key=f"{name}.yaml", Body=text)
        text = outer(
            rule("Own", "{source: [own]}"),
            nested("Shop", URL.format("shop"), "{Source: !Sub 'shop.${Stage}'}"),
            nested("Books", URL.format("shop"), "{Source: books}"),
            nested("Middle", URL.format("middle")),
        )
        client("cloudformation").create_stack(
            StackName="orders",
            TemplateBody=text,
            Parameters=[{"ParameterKey": "Stage", "ParameterValue": "prod"}],
        )
        yield endpoint


@pytest.fixture(autouse=True)
def working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder, and credentials for the server."""
    monkeypatch.chdir(tmp_path)
    use_test_account(monkeypatch, REGION)


def diff(
    capsys: pytest.CaptureFixture[str], endpoint: str, *names: str, stack: str = "orders"
) -> tuple[int | str | None, list[str], list[str]]:
    """The exit code, the lines that are printed, and the messages."""
    options = ["--stack", stack] if stack else []
    with pytest.raises(SystemExit) as caught:
        main(["diff", "--deployed", *names, *options, "--endpoint-url", endpoint])
    printed = capsys.readouterr()
    return caught.value.code, printed.out.splitlines(), printed.err.splitlines()


def write(**templates: str) -> None:
    """Write templates, each to a file of its name in a folder."""
    Path("infra/nested").mkdir(parents=True, exist_ok=True)
    for name, text in templates.items():
        Path("infra", "" if name == "outer" else "nested", f"{name}.yaml").write_text(text, "utf-8")


def test_nested_stacks(moto: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each nested stack is compared with its own template and values; what is no longer in a template is removed."""
    unchanged = (
        rule("Own", "{source: [own]}"),
        nested("Shop", "nested/shop.yaml", "{Source: !Sub 'shop.${Stage}'}"),
        nested("Books", "./nested/shop.yaml", "{Source: books}"),
    )
    middle = nested("Middle", "nested/middle.yaml")
    write(
        outer=outer(*unchanged, middle),
        shop=inner(PAID, KIND),
        middle="Resources:\n" + nested("Old", "old.yaml"),
        old="Resources:\n" + rule("Old", "{source: [old]}"),
    )
    summary = "the stack orders -> infra/outer.yaml: 6 unchanged"
    assert diff(capsys, moto, "infra/outer.yaml") == (0, [], [summary])
    assert diff(capsys, moto, "infra") == (0, [], [summary])
    assert diff(capsys, moto, "infra/nested/shop.yaml", "infra/outer.yaml") == (0, [], [summary])

    changed = rule("Paid", "{source: [!Ref Source], detail: {status: [PAID]}}")
    write(outer=outer(*unchanged), shop=inner(changed, rule("New", "{source: [new]}")))
    code, lines, messages = diff(capsys, moto, "infra/outer.yaml")
    assert (code, messages) == (
        1,
        ["the stack orders -> infra/outer.yaml: 2 narrower, 3 removed, 2 added, 1 unchanged"],
    )
    names = [re.sub("-[A-Z0-9]{12}", "", line) for line in lines]
    assert names == [
        *(
            line
            for stack, source in (("Shop", "shop.prod"), ("Books", "books"))
            for line in (
                "infra/nested/shop.yaml#Paid  stops matching some events",
                f"  in the nested stack {stack}; deployed as rule default/orders-{stack}-Paid",
                f'  stops matching   {{"source":"{source}","detail":{{"status":"SENT"}}}}',
                "infra/nested/shop.yaml#New  is new",
                f"  in the nested stack {stack}",
                f"rule default/orders-{stack}-Kind  is removed",
                f"  in the nested stack {stack}",
            )
        ),
        "rule default/orders-Middle-Old-Old  is removed",
        "  in the nested stack Middle.Old",
    ]


def test_values(moto: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A value that is passed is the new one; a default that has changed may not be used, so it is not known."""
    shop = inner(PAID, KIND).replace("Default: parcel", "Default: letter")
    write(
        outer=outer(
            nested("Shop", "nested/shop.yaml", "{Source: !Sub 'shop.${Stage}'}"),
            nested("Books", "nested/shop.yaml", "{Source: !GetAtt A.B, What: letter}"),
        ),
        shop=shop,
    )
    code, lines, _ = diff(capsys, moto, "infra/outer.yaml")
    assert code == 2
    assert [line for line in lines if not line.startswith(("  in the nested", "rule"))] == [
        "infra/nested/shop.yaml#Kind  not proven",
        "  not proven: the conditions on detail-type depend on ${What}",
        "infra/nested/shop.yaml#Paid  not proven",
        "  not proven: the conditions on source depend on ${Source}",
        "infra/nested/shop.yaml#Kind  matches none of the events that it matched before, but others",
        '  stops matching   {"detail-type":"parcel"}',
        '  starts matching  {"detail-type":"letter"}',
    ]


def test_what_is_not_compared(moto: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Templates that are not local files are named, so that nobody takes silence for an answer."""
    text = outer(
        rule("Own", "{source: [own]}"),
        nested("Shop", URL.format("shop")),
        nested("Books", "nested/gone.yaml"),
        nested("Middle", "!Ref Where"),
        nested("Self", "outer.yaml"),
        nested("Text", "nested/text.yaml"),
        nested("Maybe", "nested/text.yaml", attribute="Condition: IsThere"),
        "  App:\n    Type: AWS::Serverless::Application\n    Properties: {Location: {ApplicationId: a}}\n",
    )
    write(outer=text, text="- 1\n")
    code, lines, messages = diff(capsys, moto, "infra/outer.yaml")
    names = ("Shop", "Books", "Middle", "Self", "Text", "Maybe", "App")
    reasons = (
        f"its template is not a local file, but {URL.format('shop')}",
        "there is no file infra/nested/gone.yaml",
        "its template is not a local file, but not known: TemplateURL has no value that is known",
        "infra/outer.yaml contains itself",
        "infra/nested/text.yaml is not a template",
        "whether it is deployed depends on the condition IsThere",
        "its template is not a local file, but in the AWS Serverless Application Repository",
    )
    assert (code, lines) == (2, [])
    assert messages == [
        *(
            f"Error: the nested stack {name} of infra/outer.yaml is not compared: {reason}"
            for name, reason in zip(names, reasons, strict=True)
        ),
        "the stack orders -> infra/outer.yaml: 1 unchanged, 7 not compared",
    ]


def test_assets_of_the_cdk(moto: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The CDK writes the path of the template into its metadata, and a URL that is not known into the template."""
    stack = {
        "Type": "AWS::CloudFormation::Stack",
        "Properties": {
            "TemplateURL": {"Fn::Join": ["", ["https://", {"Ref": "A"}]]},
            "Parameters": {"Source": "books"},
        },
        "Metadata": {"aws:asset:path": "Books.nested.template.json", "aws:asset:property": "TemplateURL"},
    }
    own = {"Type": "AWS::Events::Rule", "Properties": {"EventPattern": {"source": ["own"]}}}
    kept = {
        "Type": "AWS::Events::Rule",
        "Properties": {"EventPattern": {"source": [{"Ref": "Source"}], "detail": {"status": ["PAID", "SENT"]}}},
    }
    Path("cdk.out").mkdir()
    for name, resources in (("Orders", {"Own": own, "Books": stack}), ("Books.nested", {"Paid": kept})):
        text = json.dumps({"Parameters": {"Source": {"Type": "String"}}, "Resources": resources})
        Path(f"cdk.out/{name}.template.json").write_text(text, "utf-8")
    code, lines, _ = diff(capsys, moto, "cdk.out")
    assert code == 1
    assert not [line for line in lines if "Paid" in line and "Books" in line]
    assert sum("is removed" in line for line in lines) == 4


def test_conditions_and_loops(moto: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What a condition excludes is not there, or is removed; what a loop declares is not known."""
    conditions = "Conditions:\n  IsDev: !Equals [!Ref Stage, dev]\n  IsOther: !Equals [!GetAtt A.B, dev]\n"
    is_dev, is_other = "Condition: IsDev", "Condition: IsOther"
    text = conditions + outer(
        rule("Own", "{source: [own]}", is_dev),
        rule("New", "{source: [new]}", is_dev),
        rule("Other", "{source: [new]}", is_other),
        nested("Shop", "nested/shop.yaml", attribute=is_dev),
        nested("Books", "nested/shop.yaml", "{Source: books}", is_other),
        nested("Next", "nested/shop.yaml", attribute=is_dev),
    )
    write(outer=text, shop=inner(PAID, KIND))
    code, lines, messages = diff(capsys, moto, "infra/outer.yaml")
    assert (code, messages) == (
        2,
        ["the stack orders -> infra/outer.yaml: 4 removed, 1 not proven, 2 unchanged"],
    )
    assert lines[1:4] == [
        "infra/outer.yaml#Other  not proven",
        "  not proven: whether it is deployed depends on the condition IsOther",
        lines[3],
    ]
    loop = "  Fn::ForEach::Rules:\n    - Name\n    - [Own]\n    - ${Name}:\n" + rule(
        "X", "{source: [own]}"
    ).partition("\n")[2].replace("    ", "        ")
    write(outer="Transform: AWS::LanguageExtensions\n" + outer(loop))
    code, lines, messages = diff(capsys, moto, "infra/outer.yaml")
    assert (code, messages) == (2, ["the stack orders -> infra/outer.yaml: 2 not proven"])
    assert lines[1] == "  not proven: it is not known which deployed resources these are: a loop declares them"
    assert lines[3] == "  not proven: the template has a loop or a macro, which may declare this resource"


def test_a_nested_stack_that_cannot_be_read() -> None:
    """It is named, and the others are compared."""
    write(
        outer=outer(nested("Shop", "nested/shop.yaml"), nested("Books", "nested/shop.yaml")), shop=inner(PAID)
    )

    def read(stack_id: str) -> Stack:
        if stack_id == "books":
            return Stack("books", {}, {})
        raise UnreadableInput("access is denied")

    tree = StackTree(read)
    stack = Stack("orders", {}, {}, {"Shop": "shop", "Books": "books", "Gone": "gone"})
    file = read_file(FileSide("infra/outer.yaml"), "", group="")
    assert [each.path for each in tree.all_stacks([file], stack, {})] == [(), ("Books",)]
    assert tree.not_compared == [
        "the nested stack Shop of infra/outer.yaml is not compared: access is denied",
        "the nested stack Gone, which is not in the template, is not compared: access is denied",
    ]


def test_without_a_stack(moto: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The templates of nested stacks are read, too; their resources are found by equal filters."""
    write(outer=outer(nested("Books", "nested/shop.yaml", "{Source: books}")), shop=inner(PAID))
    assert diff(capsys, moto, "infra/outer.yaml", stack="") == (
        0,
        [],
        ["the account -> infra/outer.yaml: 1 unchanged"],
    )
