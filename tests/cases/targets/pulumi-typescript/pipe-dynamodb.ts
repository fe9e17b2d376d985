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
