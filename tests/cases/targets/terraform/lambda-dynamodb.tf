filter_criteria {
  filter {
    pattern = jsonencode({
      eventName = ["MODIFY"]
      dynamodb = {
        NewImage = { state = { S = ["done"] } }
        OldImage = { state = { S = [{ anything-but = ["done"] }] } }
      }
    })
  }
}
