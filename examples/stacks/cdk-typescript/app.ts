import * as cdk from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import * as pipes from "aws-cdk-lib/aws-pipes";
import * as sqs from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";

export class PaidStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);

    const tableStreamArn = new cdk.CfnParameter(this, "TableStreamArn", {
      description: "ARN of the table's stream, with old and new images",
    }).valueAsString;
    const enrichmentArn = new cdk.CfnParameter(this, "EnrichmentArn", {
      description: "ARN of the function Notify, which receives the matching records",
    }).valueAsString;

    const deadLetters = new sqs.Queue(this, "DeadLetters", {
      retentionPeriod: cdk.Duration.days(14),
    });

    const queue = new sqs.Queue(this, "Queue", {
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 3 },
    });

    const role = new iam.Role(this, "Role", {
      assumedBy: new iam.ServicePrincipal("pipes.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": this.account } },
      }),
      inlinePolicies: {
        least: new iam.PolicyDocument({
          statements: [
            new iam.PolicyStatement({
              actions: [
                "dynamodb:DescribeStream",
                "dynamodb:GetRecords",
                "dynamodb:GetShardIterator",
                "dynamodb:ListStreams",
              ],
              resources: [tableStreamArn],
            }),
            new iam.PolicyStatement({
              actions: ["lambda:InvokeFunction"],
              resources: [enrichmentArn],
            }),
            new iam.PolicyStatement({
              actions: ["sqs:SendMessage"],
              resources: [queue.queueArn, deadLetters.queueArn],
            }),
          ],
        }),
      },
    });

    new pipes.CfnPipe(this, "Pipe", {
      roleArn: role.roleArn,
      source: tableStreamArn,
      sourceParameters: {
        filterCriteria: {
          filters: [
            {
              pattern: JSON.stringify({
                eventName: ["MODIFY"],
                dynamodb: {
                  NewImage: { status: { S: ["PAID"] } },
                  OldImage: { status: { S: [{ "anything-but": ["PAID"] }] } },
                },
              }),
            },
            {
              pattern: JSON.stringify({
                eventName: ["INSERT"],
                dynamodb: { NewImage: { status: { S: ["PAID"] } } },
              }),
            },
          ],
        },
        dynamoDbStreamParameters: {
          startingPosition: "TRIM_HORIZON",
          batchSize: 100,
          maximumRetryAttempts: 3,
          deadLetterConfig: { arn: deadLetters.queueArn },
        },
      },
      enrichment: enrichmentArn,
      target: queue.queueArn,
    });
  }
}

new PaidStack(new cdk.App(), "Paid");
