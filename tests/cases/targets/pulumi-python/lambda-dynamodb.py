filter_criteria=aws.lambda_.EventSourceMappingFilterCriteriaArgs(
    filters=[
        aws.lambda_.EventSourceMappingFilterCriteriaFilterArgs(
            pattern=json.dumps({
                "eventName": ["MODIFY"],
                "dynamodb": {
                    "NewImage": {"state": {"S": ["done"]}},
                    "OldImage": {"state": {"S": [{"anything-but": ["done"]}]}},
                },
            }),
        ),
    ],
),
