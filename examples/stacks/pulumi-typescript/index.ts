import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const tableStreamArn = config.require("tableStreamArn"); // ARN of the table's stream, with old and new images
const account = aws.getCallerIdentityOutput().accountId;

const deadLetters = new aws.sqs.Queue("paid-dead-letters", { messageRetentionSeconds: 1209600 });

const queue = new aws.sqs.Queue("paid-queue", {
  redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 3 }),
});

const role = new aws.iam.Role("paid-role", {
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

const pipePolicy = new aws.iam.RolePolicy("paid-pipe-policy", {
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
      { Effect: "Allow", Action: ["sqs:SendMessage"], Resource: [queue.arn, deadLetters.arn] },
    ],
  }),
});

const pipe = new aws.pipes.Pipe(
  "paid-pipe",
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
      dynamodbStreamParameters: {
        startingPosition: "TRIM_HORIZON",
        batchSize: 100,
        maximumRetryAttempts: 3,
        deadLetterConfig: { arn: deadLetters.arn },
      },
    },
    target: queue.arn,
  },
  { dependsOn: [pipePolicy] },
);
