import * as cdk from "aws-cdk-lib";
import * as eventsv2 from "aws-cdk-lib/aws-eventsv2";
import * as iam from "aws-cdk-lib/aws-iam";
import * as sqs from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";

export class FilteredStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);

    const eventBusArn = new cdk.CfnParameter(this, "EventBusArn", {
      description: "ARN of the event bus",
    }).valueAsString;

    const deadLetters = new sqs.Queue(this, "DeadLetters", {
      retentionPeriod: cdk.Duration.days(14),
    });

    const queue = new sqs.Queue(this, "Queue", {
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 3 },
    });

    const role = new iam.Role(this, "Role", {
      assumedBy: new iam.ServicePrincipal("events.amazonaws.com"),
      inlinePolicies: {
        least: new iam.PolicyDocument({
          statements: [
            new iam.PolicyStatement({
              actions: ["sqs:SendMessage"],
              resources: [queue.queueArn, deadLetters.queueArn],
            }),
          ],
        }),
      },
    });

    new eventsv2.CfnSubscriber(this, "Subscriber", {
      name: "Filtered",
      eventBusArn: eventBusArn,
      filterConfiguration: {
        filters: [
          {
            scope: "DATA",
            pattern: JSON.stringify({
              source: ["shop.orders"],
              "detail-type": ["Order Placed"],
              detail: { total: [{ numeric: [">=", 100, "<", 1000.5] }] },
            }),
          },
        ],
      },
      invokeConfiguration: { targetArn: queue.queueArn, roleArn: role.roleArn },
      onFailureConfiguration: { arn: deadLetters.queueArn },
    });
  }
}

new FilteredStack(new cdk.App(), "Filtered");
