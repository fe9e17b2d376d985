import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const tableStreamArn = config.require("tableStreamArn"); // ARN of the table's stream, with old and new images
const enrichmentArn = config.require("enrichmentArn"); // ARN of the function Notify, which receives the matching records
const account = aws.getCallerIdentityOutput().accountId;

const deadLetters = new aws.sqs.Queue("filtered-dead-letters", {
  messageRetentionSeconds: 1209600,
});

const queue = new aws.sqs.Queue("filtered-queue", {
  redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 3 }),
});

const role = new aws.iam.Role("filtered-role", {
  assumeRolePolicy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "pipes.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": account } },
      },
    ],
  }),
});

const pipePolicy = new aws.iam.RolePolicy("filtered-pipe-policy", {
  role: role.id,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: [
          "dynamodb:DescribeStream",
          "dynamodb:GetRecords",
          "dynamodb:GetShardIterator",
          "dynamodb:ListStreams",
        ],
        Resource: tableStreamArn,
      },
      { Effect: "Allow", Action: ["lambda:InvokeFunction"], Resource: enrichmentArn },
      { Effect: "Allow", Action: ["sqs:SendMessage"], Resource: [queue.arn, deadLetters.arn] },
    ],
  }),
});

const pipe = new aws.pipes.Pipe(
  "filtered-pipe",
  {
    roleArn: role.arn,
    source: tableStreamArn,
    sourceParameters: {
      filterCriteria: {
        filters: [
          {
            pattern: JSON.stringify({
              eventName: ["MODIFY"],
              dynamodb: {
                NewImage: { state: { S: ["done"] } },
                OldImage: { state: { S: [{ "anything-but": ["done"] }] } },
              },
            }),
          },
        ],
      },
      dynamodbStreamParameters: {
        startingPosition: "TRIM_HORIZON",
        batchSize: 100,
        maximumRetryAttempts: 3,
        deadLetterConfig: { arn: deadLetters.arn },
      },
    },
    enrichment: enrichmentArn,
    target: queue.arn,
  },
  { dependsOn: [pipePolicy] },
);
