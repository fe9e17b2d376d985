filter_policy_scope="MessageAttributes",
filter_policy=json.dumps({
    "store": ["example_corp"],
    "price": [{"numeric": [">=", 100]}, 5],
    "interests": [{"anything-but": ["rugby"]}, {"prefix": "x"}],
}),
