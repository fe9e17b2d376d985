import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const tableStreamArn = config.require("tableStreamArn"); // ARN of the table's stream, with old and new images

const mapping = new aws.lambda.EventSourceMapping("filtered-mapping", {
  functionName: "Notify",
  eventSourceArn: tableStreamArn,
  startingPosition: "TRIM_HORIZON",
  batchSize: 100,
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
});
