filters=[
    lambda_.FilterCriteria.filter({
        "eventName": ["MODIFY"],
        "dynamodb": {
            "NewImage": {"state": {"S": ["done"]}},
            "OldImage": {"state": {"S": [{"anything-but": ["done"]}]}},
        },
    }),
],
