import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const eventBusName = config.require("eventBusName"); // Name of the event bus

const deadLetters = new aws.sqs.Queue("filtered-dead-letters", {
  messageRetentionSeconds: 1209600,
});

const queue = new aws.sqs.Queue("filtered-queue", {
  redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 3 }),
});

const rule = new aws.cloudwatch.EventRule("filtered-rule", {
  eventBusName: eventBusName,
  eventPattern: JSON.stringify({
    source: ["shop.orders"],
    "detail-type": ["Order Placed"],
    detail: { total: [{ numeric: [">=", 100, "<", 1000.5] }] },
  }),
});

const queuePolicy = new aws.sqs.QueuePolicy("filtered-queue-policy", {
  queueUrl: queue.url,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queue.arn,
        Condition: { ArnEquals: { "aws:SourceArn": rule.arn } },
      },
    ],
  }),
});

const deadLettersPolicy = new aws.sqs.QueuePolicy("filtered-dead-letters-policy", {
  queueUrl: deadLetters.url,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: deadLetters.arn,
        Condition: { ArnEquals: { "aws:SourceArn": rule.arn } },
      },
    ],
  }),
});

const queueTarget = new aws.cloudwatch.EventTarget("filtered-queue-target", {
  eventBusName: eventBusName,
  rule: rule.name,
  arn: queue.arn,
  deadLetterConfig: { arn: deadLetters.arn },
});
