filter_criteria=pipes.CfnPipe.FilterCriteriaProperty(
    filters=[
        pipes.CfnPipe.FilterProperty(
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
