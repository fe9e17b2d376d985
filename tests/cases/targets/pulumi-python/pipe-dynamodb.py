filter_criteria=aws.pipes.PipeSourceParametersFilterCriteriaArgs(
    filters=[
        aws.pipes.PipeSourceParametersFilterCriteriaFilterArgs(
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
