import { App, Stack, Validations } from "aws-cdk-lib";
import { Match, Rule } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { PatternValidation } from "@pipefilter/cdk-validation";

const app = new App();
const stack = new Stack(app, "Orders");
new Rule(stack, "Paid", {
  eventPattern: { source: ["shop"], detail: { total: Match.interval(5, 5) } },
  targets: [new SqsQueue(new Queue(stack, "Queue"))],
});
Validations.of(app).addPlugins(new PatternValidation());
