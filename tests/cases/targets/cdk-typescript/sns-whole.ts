import * as cdk from "aws-cdk-lib";
import * as sns from "aws-cdk-lib/aws-sns";
import * as sqs from "aws-cdk-lib/aws-sqs";
import * as subscriptions from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";

export class FilteredStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);

    const topicArn = new cdk.CfnParameter(this, "TopicArn", {
      description: "ARN of the topic, which is not a FIFO topic",
    }).valueAsString;

    const deadLetters = new sqs.Queue(this, "DeadLetters", {
      retentionPeriod: cdk.Duration.days(14),
    });

    const queue = new sqs.Queue(this, "Queue", {
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 3 },
    });

    const topic = sns.Topic.fromTopicArn(this, "Topic", topicArn);

    topic.addSubscription(new subscriptions.SqsSubscription(queue, {
      filterPolicy: {
        store: sns.SubscriptionFilter.stringFilter({ allowlist: ["example_corp"] }),
        price: new sns.SubscriptionFilter([{ numeric: [">=", 100] }, 5]),
        interests: new sns.SubscriptionFilter([{ "anything-but": ["rugby"] }, { prefix: "x" }]),
      },
      deadLetterQueue: deadLetters,
    }));
  }
}

new FilteredStack(new cdk.App(), "Filtered");
