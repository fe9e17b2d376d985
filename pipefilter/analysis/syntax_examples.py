"""For each code of an invalid pattern or event: one that has the problem, and one that is written as it is probably meant."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["EXAMPLES", "SyntaxExample"]


class SyntaxExample(NamedTuple):
    """JSON texts of patterns, of filter criteria, or of events."""

    bad: str
    good: str


EXAMPLES = {
    "PF101": SyntaxExample('{"status": ["PAID",]}', '{"status": ["PAID"]}'),
    "PF110": SyntaxExample('["PAID"]', '{"status": ["PAID"]}'),
    "PF111": SyntaxExample('{"detail": {}}', '{"detail": {"status": [{"exists": true}]}}'),
    "PF112": SyntaxExample('{"status": "PAID"}', '{"status": ["PAID"]}'),
    "PF113": SyntaxExample('{"status": []}', '{"status": [{"exists": true}]}'),
    "PF114": SyntaxExample('{"status": [["PAID", "SHIPPED"]]}', '{"status": ["PAID", "SHIPPED"]}'),
    "PF115": SyntaxExample('{"status": [{}]}', '{"status": [{"exists": true}]}'),
    "PF116": SyntaxExample('{"status": [{"prefx": "PA"}]}', '{"status": [{"prefix": "PA"}]}'),
    "PF117": SyntaxExample(
        '{"key": [{"prefix": "in/", "suffix": ".csv"}]}', '{"key": [{"wildcard": "in/*.csv"}]}'
    ),
    "PF120": SyntaxExample('{"$or": {"a": [1], "b": [2]}}', '{"$or": [{"a": [1]}, {"b": [2]}]}'),
    "PF121": SyntaxExample('{"$or": ["PAID", "SHIPPED"]}', '{"status": ["PAID", "SHIPPED"]}'),
    "PF122": SyntaxExample('{"$or": [{"status": ["PAID"]}]}', '{"status": ["PAID"]}'),
    "PF123": SyntaxExample(
        '{"$or": [{"prefix": ["x"]}, {"b": [1]}]}', '{"$or": [{"a": [{"prefix": "x"}]}, {"b": [1]}]}'
    ),
    "PF130": SyntaxExample('["PAID"]', '{"status": "PAID"}'),
    "PF150": SyntaxExample(
        '{"FilterCriteria": {"Filters": {"Pattern": "{\\"a\\": [1]}"}}}',
        '{"FilterCriteria": {"Filters": [{"Pattern": "{\\"a\\": [1]}"}]}}',
    ),
    "PF151": SyntaxExample(
        '{"FilterCriteria": {"Filters": [{"a": [1]}]}}',
        '{"FilterCriteria": {"Filters": [{"Pattern": "{\\"a\\": [1]}"}]}}',
    ),
    "PF152": SyntaxExample(
        '{"Filters": [{"Scope": "BODY", "Pattern": "{\\"a\\": [1]}"}]}',
        '{"Filters": [{"Scope": "DATA", "Pattern": "{\\"a\\": [1]}"}]}',
    ),
    "PF155": SyntaxExample(
        '{"FilterCriteria": [{"Pattern": "{\\"a\\": [1]}"}]}',
        '{"FilterCriteria": {"Filters": [{"Pattern": "{\\"a\\": [1]}"}]}}',
    ),
    "PF156": SyntaxExample(
        '{"FilterPolicy": "{\\"a\\": [1]}", "FilterPolicyScope": "Body"}',
        '{"FilterPolicy": "{\\"a\\": [1]}", "FilterPolicyScope": "MessageBody"}',
    ),
    "PF157": SyntaxExample(
        '{"FilterPolicyScope": "MessageBody"}',
        '{"FilterPolicy": "{\\"state\\": [\\"paid\\"]}", "FilterPolicyScope": "MessageBody"}',
    ),
    "PF201": SyntaxExample('{"code": [{"exactly": 1}]}', '{"code": [1]}'),
    "PF202": SyntaxExample(
        '{"key": [{"prefix": ["in/", "out/"]}]}', '{"key": [{"prefix": "in/"}, {"prefix": "out/"}]}'
    ),
    "PF203": SyntaxExample('{"key": [{"prefix": {}}]}', '{"key": [{"prefix": {"equals-ignore-case": "in/"}}]}'),
    "PF204": SyntaxExample('{"key": [{"prefix": {"suffix": ".csv"}}]}', '{"key": [{"suffix": ".csv"}]}'),
    "PF205": SyntaxExample(
        '{"key": [{"suffix": [".csv", ".txt"]}]}', '{"key": [{"suffix": ".csv"}, {"suffix": ".txt"}]}'
    ),
    "PF206": SyntaxExample(
        '{"key": [{"suffix": {}}]}', '{"key": [{"suffix": {"equals-ignore-case": ".csv"}}]}'
    ),
    "PF207": SyntaxExample('{"key": [{"suffix": {"wildcard": "*.csv"}}]}', '{"key": [{"wildcard": "*.csv"}]}'),
    "PF208": SyntaxExample(
        '{"env": [{"equals-ignore-case": ["prod", "test"]}]}',
        '{"env": [{"equals-ignore-case": "prod"}, {"equals-ignore-case": "test"}]}',
    ),
    "PF209": SyntaxExample(
        '{"key": [{"wildcard": ["*.csv", "*.txt"]}]}', '{"key": [{"wildcard": "*.csv"}, {"wildcard": "*.txt"}]}'
    ),
    "PF210": SyntaxExample('{"key": [{"wildcard": "in/**/*.csv"}]}', '{"key": [{"wildcard": "in/*.csv"}]}'),
    "PF211": SyntaxExample(
        '{"path": [{"wildcard": "C:\\\\in\\\\*"}]}', '{"path": [{"wildcard": "C:\\\\\\\\in\\\\\\\\*"}]}'
    ),
    "PF212": SyntaxExample('{"ip": [{"cidr": ["10.0.0.0/8"]}]}', '{"ip": [{"cidr": "10.0.0.0/8"}]}'),
    "PF213": SyntaxExample('{"error": [{"exists": "true"}]}', '{"error": [{"exists": true}]}'),
    "PF214": SyntaxExample('{"paid": [{"anything-but": true}]}', '{"paid": [false]}'),
    "PF215": SyntaxExample(
        '{"key": [{"anything-but": {}}]}', '{"key": [{"anything-but": {"prefix": "tmp/"}}]}'
    ),
    "PF216": SyntaxExample(
        '{"total": [{"anything-but": {"numeric": [">", 5]}}]}', '{"total": [{"numeric": ["<=", 5]}]}'
    ),
    "PF217": SyntaxExample(
        '{"status": [{"anything-but": ["PAID", null]}]}', '{"status": [{"anything-but": ["PAID"]}]}'
    ),
    "PF218": SyntaxExample(
        '{"code": [{"anything-but": [404, "none"]}]}', '{"code": [{"anything-but": [404]}]}'
    ),
    "PF219": SyntaxExample(
        '{"code": [{"anything-but": {"prefix": 4}}]}', '{"code": [{"anything-but": {"prefix": "4"}}]}'
    ),
    "PF220": SyntaxExample(
        '{"key": [{"anything-but": {"prefix": ""}}]}', '{"key": [{"anything-but": {"prefix": "tmp/"}}]}'
    ),
    "PF221": SyntaxExample(
        '{"env": [{"anything-but": {"equals-ignore-case": ["prod", 1]}}]}',
        '{"env": [{"anything-but": {"equals-ignore-case": ["prod", "1"]}}]}',
    ),
    "PF222": SyntaxExample(
        '{"key": [{"anything-but": {"prefix": []}}]}', '{"key": [{"anything-but": {"prefix": ["tmp/"]}}]}'
    ),
    "PF223": SyntaxExample('{"total": [{"anything-but": 1e400}]}', '{"total": [{"anything-but": 1e300}]}'),
    "PF224": SyntaxExample(
        '{"total": [{"numeric": ["<", 9, ">", 3]}]}', '{"total": [{"numeric": [">", 3, "<", 9]}]}'
    ),
    "PF230": SyntaxExample('{"total": [{"numeric": 7}]}', '{"total": [7]}'),
    "PF231": SyntaxExample('{"total": [{"numeric": [7]}]}', '{"total": [{"numeric": ["=", 7]}]}'),
    "PF232": SyntaxExample('{"total": [{"numeric": [">50"]}]}', '{"total": [{"numeric": [">", 50]}]}'),
    "PF233": SyntaxExample('{"total": [{"numeric": ["=", "5"]}]}', '{"total": [{"numeric": ["=", 5]}]}'),
    "PF234": SyntaxExample('{"total": [{"numeric": [">", "50"]}]}', '{"total": [{"numeric": [">", 50]}]}'),
    "PF235": SyntaxExample(
        '{"total": [{"numeric": [">", 3, 7]}]}', '{"total": [{"numeric": [">", 3, "<", 7]}]}'
    ),
    "PF236": SyntaxExample(
        '{"total": [{"numeric": [">", 3, ">", 9]}]}', '{"total": [{"numeric": [">", 3, "<", 9]}]}'
    ),
    "PF237": SyntaxExample(
        '{"total": [{"numeric": [">", 1, "<", 2, "<", 3]}]}', '{"total": [{"numeric": [">", 1, "<", 2]}]}'
    ),
    "PF238": SyntaxExample(
        '{"total": [{"numeric": [">", 40, "<=", 40]}]}', '{"total": [{"numeric": [">=", 40, "<=", 50]}]}'
    ),
    "PF239": SyntaxExample(
        '{"total": [{"anything-but": 1e2147483648}]}', '{"total": [{"anything-but": 1e300}]}'
    ),
    "PF240": SyntaxExample(
        '{"total": [{"numeric": [">", 1.7976931348623157e308]}]}', '{"total": [{"numeric": [">", 1e300]}]}'
    ),
    "PF250": SyntaxExample('{"ip": [{"cidr": "10.0.0.1"}]}', '{"ip": ["10.0.0.1"]}'),
    "PF251": SyntaxExample('{"ip": [{"cidr": "10.0.0.0/255.0.0.0"}]}', '{"ip": [{"cidr": "10.0.0.0/8"}]}'),
    "PF252": SyntaxExample('{"ip": [{"cidr": "10.0.0.0/-8"}]}', '{"ip": [{"cidr": "10.0.0.0/8"}]}'),
    "PF253": SyntaxExample('{"ip": [{"cidr": "10.0.0/8"}]}', '{"ip": [{"cidr": "10.0.0.0/8"}]}'),
    "PF254": SyntaxExample('{"ip": [{"cidr": "256.0.0.0/8"}]}', '{"ip": [{"cidr": "10.0.0.0/8"}]}'),
    "PF255": SyntaxExample('{"ip": [{"cidr": "10.0.0.1/32"}]}', '{"ip": ["10.0.0.1"]}'),
    "PF256": SyntaxExample('{"ip": [{"cidr": "::1/128"}]}', '{"ip": ["::1"]}'),
    "PF301": SyntaxExample(
        '{"resources": [{"wildcard": "*:*:*:*:*:event-bus/*"}]}',
        '{"resources": [{"wildcard": "arn:aws:events:*:event-bus/*"}]}',
    ),
}
"""By code. Those that are about bytes, Python values or very long patterns have none."""
