import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const topicArn = config.require("topicArn"); // ARN of the topic, which is not a FIFO topic

const deadLetters = new aws.sqs.Queue("filtered-dead-letters", {
  messageRetentionSeconds: 1209600,
});

const queue = new aws.sqs.Queue("filtered-queue", {
  redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 3 }),
});

const queuePolicy = new aws.sqs.QueuePolicy("filtered-queue-policy", {
  queueUrl: queue.url,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: "sqs:SendMessage",
        Condition: { ArnEquals: { "aws:SourceArn": topicArn } },
        Resource: queue.arn,
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
        Principal: { Service: "sns.amazonaws.com" },
        Action: "sqs:SendMessage",
        Condition: { ArnEquals: { "aws:SourceArn": topicArn } },
        Resource: deadLetters.arn,
      },
    ],
  }),
});

const subscription = new aws.sns.TopicSubscription(
  "filtered-subscription",
  {
    topic: topicArn,
    protocol: "sqs",
    endpoint: queue.arn,
    filterPolicyScope: "MessageAttributes",
    filterPolicy: JSON.stringify({
      store: ["example_corp"],
      price: [{ numeric: [">=", 100] }, 5],
      interests: [{ "anything-but": ["rugby"] }, { prefix: "x" }],
    }),
    redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: deadLetters.arn }),
  },
  { dependsOn: [queuePolicy, deadLettersPolicy] },
);
