import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const topicArn = config.require("topicArn"); // ARN of the topic, which is not a FIFO topic
const functionArn = config.require("functionArn"); // ARN of the function Notify, which receives the matching messages

const deadLetters = new aws.sqs.Queue("filtered-dead-letters", {
  messageRetentionSeconds: 1209600,
});

const permission = new aws.lambda.Permission("filtered-permission", {
  action: "lambda:InvokeFunction",
  function: functionArn,
  principal: "sns.amazonaws.com",
  sourceArn: topicArn,
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
    protocol: "lambda",
    endpoint: functionArn,
    filterPolicyScope: "MessageAttributes",
    filterPolicy: JSON.stringify({
      store: ["example_corp"],
      price: [{ numeric: [">=", 100] }, 5],
      interests: [{ "anything-but": ["rugby"] }, { prefix: "x" }],
    }),
    redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: deadLetters.arn }),
  },
  { dependsOn: [permission, deadLettersPolicy] },
);
