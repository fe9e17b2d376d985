// The example that the page starts with, so that a new user sees at once what it does.

export const EXAMPLE = {
  pattern: `{
  "source": ["com.example.shop"],
  "detail-type": ["Order Paid"],
  "detail": {
    "currency": ["EUR", "USD"],
    "total": [{ "numeric": [">=", 100] }]
  }
}`,
  event: `{
  "version": "0",
  "id": "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
  "detail-type": "Order Paid",
  "source": "com.example.shop",
  "account": "111122223333",
  "time": "2026-03-01T12:00:00Z",
  "region": "eu-west-1",
  "resources": [],
  "detail": {
    "order": "A-1042",
    "currency": "EUR",
    "total": 250
  }
}`,
};
