import * as cdk from "aws-cdk-lib";
import * as events from "aws-cdk-lib/aws-events";
import * as sqs from "aws-cdk-lib/aws-sqs";
import * as targets from "aws-cdk-lib/aws-events-targets";
import { Construct } from "constructs";

export class FilteredStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);

    const eventBusName = new cdk.CfnParameter(this, "EventBusName", {
      description: "Name of the event bus",
    }).valueAsString;

    const deadLetters = new sqs.Queue(this, "DeadLetters", {
      retentionPeriod: cdk.Duration.days(14),
    });

    const queue = new sqs.Queue(this, "Queue", {
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 3 },
    });

    const eventBus = events.EventBus.fromEventBusName(this, "Bus", eventBusName);

    new events.Rule(this, "Rule", {
      eventBus: eventBus,
      eventPattern: {
        source: ["shop.orders"],
        detailType: ["Order Placed"],
        detail: { total: [{ numeric: [">=", 100, "<", 1000.5] }] },
      },
      targets: [new targets.SqsQueue(queue, { deadLetterQueue: deadLetters })],
    });
  }
}

new FilteredStack(new cdk.App(), "Filtered");
