import * as cdk from "aws-cdk-lib";
import * as lambda from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";

export class FilteredStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);

    const tableStreamArn = new cdk.CfnParameter(this, "TableStreamArn", {
      description: "ARN of the table's stream, with old and new images",
    }).valueAsString;

    const target = lambda.Function.fromFunctionName(this, "Function", "Notify");

    new lambda.EventSourceMapping(this, "Mapping", {
      target: target,
      eventSourceArn: tableStreamArn,
      startingPosition: lambda.StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      filters: [
        lambda.FilterCriteria.filter({
          eventName: ["MODIFY"],
          dynamodb: {
            NewImage: { state: { S: ["done"] } },
            OldImage: { state: { S: [{ "anything-but": ["done"] }] } },
          },
        }),
      ],
    });
  }
}

new FilteredStack(new cdk.App(), "Filtered");
