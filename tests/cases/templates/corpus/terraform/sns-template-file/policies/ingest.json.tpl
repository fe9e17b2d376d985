{
    "properties.messageType": ["${complete}"]
}
