// Keeps, of a batch of DynamoDB stream records, those that are wanted: an enrichment of a pipe, or a Lambda function.

export interface AttributeValue {
  S?: string;
  N?: string;
  B?: string;
  BOOL?: boolean;
  NULL?: boolean;
  SS?: string[];
  NS?: string[];
  BS?: string[];
  M?: Record<string, AttributeValue>;
  L?: AttributeValue[];
}

export type Item = Record<string, AttributeValue>;

export interface StreamRecord {
  eventName: string;
  dynamodb: { Keys?: Item; NewImage?: Item; OldImage?: Item; [name: string]: unknown };
  [name: string]: unknown;
}

type Image = "NewImage" | "OldImage" | "Keys";

/** A name, an index, or null for each element of a list. */
type Step = string | number | null;

/**
 * The records that are wanted, each with modifiedAttributes; a pipe goes on with these, and not at all without any.
 *
 * @param event a list of records, as a pipe hands it over, or {"Records": [...]}, as Lambda does.
 */
export async function handler(
  event: StreamRecord[] | { Records: StreamRecord[] },
): Promise<(StreamRecord & { modifiedAttributes: string[] })[]> {
  const records = Array.isArray(event) ? event : event.Records;
  return records.filter(wanted).map((record) => ({ ...record, modifiedAttributes: modified(record) }));
}

// begin of what is wanted
export function wanted(record: StreamRecord): boolean {
  return record !== undefined;
}

// end of what is wanted

/** The values of an attribute in an image; several only where a step is null. */
function there(record: StreamRecord, image: Image, steps: Step[]): AttributeValue[] {
  const [first, ...rest] = steps;
  const item = record.dynamodb[image] ?? {};
  let found = typeof first === "string" && Object.hasOwn(item, first) ? [item[first]!] : [];
  for (const step of rest) {
    found = found.flatMap((value) => {
      if (step === null) return value.L ?? [];
      if (typeof step === "number") return (value.L ?? []).slice(step, step + 1);
      return value.M !== undefined && Object.hasOwn(value.M, step) ? [value.M[step]!] : [];
    });
  }
  return found;
}

/** What is equal for two values just if they are. */
function identity(value: AttributeValue): string {
  const shown = (one: AttributeValue): unknown => {
    if (one.N !== undefined) return ["N", numberAs(one.N)]; // by value
    if (one.NS !== undefined) return ["NS", [...new Set(one.NS.map(numberAs))].sort()]; // by value
    if (one.NS !== undefined) return ["NS", [...new Set(one.NS)].sort()];
    if (one.SS !== undefined) return ["SS", [...new Set(one.SS)].sort()];
    if (one.BS !== undefined) return ["BS", [...new Set(one.BS)].sort()];
    if (one.L !== undefined) return ["L", one.L.map(shown)];
    if (one.M !== undefined) {
      const members = one.M;
      return ["M", Object.keys(members).sort().map((name) => [name, shown(members[name]!)])];
    }
    return Object.entries(one);
  };
  return JSON.stringify(shown(value));
}

/** A number as it is compared. */
function numberAs(text: string): string {
  const found = decimalOf(text);
  return found === null ? text : `=${found.digits}e${found.exponent}`;
}

interface Decimal {
  digits: bigint;
  exponent: number;
}

/** The number that a text writes, without zeros at its end; null if it is none that DynamoDB has. */
function decimalOf(text: string): Decimal | null {
  const parts = /^([+-]?)(?:([0-9]+)(?:\.([0-9]*))?|\.([0-9]+))(?:[eE]([+-]?[0-9]{1,4}))?$/.exec(text);
  if (parts === null) return null;
  const fraction = parts[3] ?? parts[4] ?? "";
  let digits = BigInt((parts[2] ?? "") + fraction);
  let exponent = Number(parts[5] ?? "0") - fraction.length;
  if (digits === 0n) return { digits, exponent: 0 };
  while (digits % 10n === 0n) {
    digits /= 10n;
    exponent += 1;
  }
  return { digits: parts[1] === "-" ? -digits : digits, exponent };
}

/** Below zero if the first is less, above if it is more. */
function compare(one: Decimal, other: Decimal): number {
  const least = Math.min(one.exponent, other.exponent);
  const scaled = (decimal: Decimal): bigint => decimal.digits * 10n ** BigInt(decimal.exponent - least);
  const difference = scaled(one) - scaled(other);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Whether an attribute is a number for which a comparison holds. */
function aNumber(record: StreamRecord, image: Image, steps: Step[], right: (to: (bound: string) => number) => boolean): boolean {
  return texts(record, image, steps, "N").some((text) => {
    const found = decimalOf(text);
    return found !== null && right((bound) => compare(found, decimalOf(bound)!));
  });
}

/** Whether an attribute differs between the images. */
function changed(record: StreamRecord, steps: Step[]): boolean {
  const shown = (image: Image): string => JSON.stringify(there(record, image, steps).map(identity));
  return shown("OldImage") !== shown("NewImage");
}

/** Whether an attribute has one of these values. */
function oneOf(record: StreamRecord, image: Image, steps: Step[], values: AttributeValue[]): boolean {
  const known = values.map(identity);
  return there(record, image, steps).some((value) => known.includes(identity(value)));
}

/** Whether an attribute is a set or a list with this element. */
function contains(record: StreamRecord, image: Image, steps: Step[], element: AttributeValue): boolean {
  const known = identity(element);
  return there(record, image, steps).some((value) => {
    const elements: AttributeValue[] = [
      ...(value.L ?? []),
      ...(value.SS ?? []).map((one) => ({ S: one })),
      ...(value.NS ?? []).map((one) => ({ N: one })),
      ...(value.BS ?? []).map((one) => ({ B: one })),
    ];
    return elements.some((one) => identity(one) === known);
  });
}

type TextType = "S" | "N" | "B";

/** The texts of an attribute's values of one type. */
function texts(record: StreamRecord, image: Image, steps: Step[], type: TextType): string[] {
  return there(record, image, steps).flatMap((value) => value[type] ?? []);
}

/** Whether a text is these pieces, with any text between them. */
function like(text: string, pieces: string[]): boolean {
  const first = pieces[0]!;
  const last = pieces[pieces.length - 1]!;
  if (pieces.length === 1) return text === first;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  let at = first.length;
  const end = text.length - last.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found < 0 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
}

/** The names of the attributes that differ between the images. */
function modified(record: StreamRecord): string[] {
  const names = new Set([...Object.keys(record.dynamodb.OldImage ?? {}), ...Object.keys(record.dynamodb.NewImage ?? {})]);
  return [...names].sort().filter((name) => changed(record, [name]));
}
