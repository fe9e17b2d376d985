// Why a request has no answer.

/** The playground cannot be loaded now: it may work later. */
export class Unreachable extends Error {}

/** The request is rejected, or nothing can be evaluated in this browser; the message is a sentence. */
export class Refused extends Error {}
