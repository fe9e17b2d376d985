// Five stacks with a mistake each, and one without: `cdk synth` stops for each of the five.
import { App, LegacyStackSynthesizer, NestedStack, Stack, Stage, Validations } from "aws-cdk-lib";
import { AttributeType, StreamViewType, Table } from "aws-cdk-lib/aws-dynamodb";
import { Match, Rule } from "aws-cdk-lib/aws-events";
import { Code, FilterCriteria, FilterRule, Function, Runtime, StartingPosition } from "aws-cdk-lib/aws-lambda";
import { DynamoEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { Construct } from "constructs";
import { PatternValidation } from "@pipefilter/cdk-validation";

const app = new App();

function rule(stack: Construct, detail: { [name: string]: string[] }): void {
  new Rule(stack, "Rule", { eventPattern: { source: ["shop"], detail } });
}

function consumer(stack: Construct, fields: { [name: string]: unknown }): void {
  const partitionKey = { name: "id", type: AttributeType.STRING };
  const table = new Table(stack, "Table", { partitionKey, stream: StreamViewType.NEW_IMAGE });
  const code = Code.fromInline("exports.handler = async () => {}");
  const handler = new Function(stack, "Function", { runtime: Runtime.NODEJS_22_X, handler: "index.handler", code });
  const filters = [FilterCriteria.filter(fields)];
  handler.addEventSource(new DynamoEventSource(table, { startingPosition: StartingPosition.LATEST, filters }));
}

rule(new Stack(app, "Interval"), { total: Match.interval(5, 5) });
rule(new Stack(new Stage(app, "Prod"), "Cidr"), { address: Match.cidr("10.0.0.0") });
consumer(new Stack(app, "Number"), { dynamodb: { NewImage: { total: { N: FilterRule.isEqual(5) } } } });
consumer(new NestedStack(new Stack(app, "Name"), "Nested"), { event_name: FilterRule.isEqual("INSERT") });
const legacy = new Stack(app, "Legacy", { synthesizer: new LegacyStackSynthesizer() });
rule(new NestedStack(legacy, "Nested"), { total: Match.interval(7, 7) });
consumer(new Stack(app, "Good"), { eventName: FilterRule.isEqual("INSERT") });
Validations.of(app).addPlugins(new PatternValidation({ command: JSON.parse(process.env.PIPEFILTER_COMMAND!) }));
