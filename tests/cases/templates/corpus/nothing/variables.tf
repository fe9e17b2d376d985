variable "stage" {
  type = string
  validation {
    condition     = can(regex("^[a-z]+$", var.stage))
    error_message = "bad"
  }
}
