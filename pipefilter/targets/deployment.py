"""The input of a target: filters, the service that runs them, and the source of their records."""

from __future__ import annotations

from pipefilter.dataclass import dataclass
from pipefilter.services.service import Service
from pipefilter.sources.source import Source
from pipefilter.targets.filter_text import FilterText

__all__ = ["DEAD_LETTER_SECONDS", "MAX_RECEIVE_COUNT", "TOPIC", "Deployment"]

DEAD_LETTER_SECONDS = 14 * 24 * 60 * 60
"""How long a queue keeps dead letters: SQS's maximum.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
"""

MAX_RECEIVE_COUNT = 3
"""How often a message is received before it moves to the dead-letter queue."""

TOPIC = "ARN of the topic, which is not a FIFO topic"
"""A description of the parameter with a topic: subscriptions to a FIFO topic use FIFO queues for dead letters.

https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html
"""


@dataclass(frozen=True, slots=True)
class Deployment:
    """The input of a target.

    Args:
        filters: at least one; exactly one for a rule or a subscription.
        whole: generate a complete stack, rather than just the filters.
        name: the prefix of its resources' names, such as `Orders`; letters and digits.
        function: of a pipe, the function that enriches the records, "" for none; of an event source mapping, the
            function that is invoked; of a subscription, the function that receives the messages, "" for a queue.
        alpha: use alpha constructs.
        batch_size: records in a batch; 0 for AWS's default.
        batch_window: seconds to wait for a full batch; 0 for AWS's default.
        starting_position: where the service starts to read a stream or topic.
    """

    filters: tuple[FilterText, ...]
    service: Service
    source: Source
    whole: bool = False
    name: str = "Filtered"
    function: str = ""
    alpha: bool = False
    batch_size: int = 0
    batch_window: int = 0
    starting_position: str = "TRIM_HORIZON"

    @property
    def pattern(self) -> FilterText:
        """The only pattern of a rule or a subscription."""
        return self.filters[0]

    @property
    def policy_scope(self) -> str:
        """The FilterPolicyScope of a subscription to a topic; "" for any other service."""
        scopes = self.service.scopes
        return scopes[0] if len(scopes) == 1 else ""

    @property
    def batch_window_property(self) -> dict[str, int]:
        """The window as a property of a pipe's source or an event source mapping, unless it is AWS's default."""
        return {"MaximumBatchingWindowInSeconds": self.batch_window} if self.batch_window else {}

    @property
    def receiver_description(self) -> str:
        """A description of the parameter with the ARN of the function that receives the messages of a topic."""
        return f"ARN of the function {self.function}, which receives the matching messages"

    @property
    def enrichment_description(self) -> str:
        """A description of the parameter with the ARN of the function that enriches a pipe's records."""
        return f"ARN of the function {self.function}, which receives the matching records"
