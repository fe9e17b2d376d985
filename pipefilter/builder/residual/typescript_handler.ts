// Keeps the DynamoDB stream records of a batch that meet a condition: an enrichment of a pipe, or a Lambda function.

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
 * Return the wanted records, each with modifiedAttributes; a pipe continues with these, and stops if there are none.
 *
 * @param event a list of records from a pipe, or {"Records": [...]} from an event source mapping.
 */
export async function handler(
  event: StreamRecord[] | { Records: StreamRecord[] },
): Promise<(StreamRecord & { modifiedAttributes: string[] })[]> {
  const records = Array.isArray(event) ? event : event.Records;
  return records.filter(wanted).map((record) => ({ ...record, modifiedAttributes: modified(record) }));
}

// start of the condition
export function wanted(record: StreamRecord): boolean {
  return record !== undefined;
}

// end of the condition

/** The values of an attribute in an image; several only if a step is null. */
function valuesAt(record: StreamRecord, image: Image, steps: Step[]): AttributeValue[] {
  const [first, ...rest] = steps;
  const item = record.dynamodb[image] ?? {};
  let values = typeof first === "string" && Object.hasOwn(item, first) ? [item[first]!] : [];
  for (const step of rest) {
    values = values.flatMap((value) => {
      if (step === null) return value.L ?? [];
      if (typeof step === "number") return (value.L ?? []).slice(step, step + 1);
      return value.M !== undefined && Object.hasOwn(value.M, step) ? [value.M[step]!] : [];
    });
  }
  return values;
}

/** A key that two values share if and only if they are equal. */
function identity(value: AttributeValue): string {
  const sorted = (value: AttributeValue): unknown => {
    if (value.N !== undefined) return ["N", comparableNumber(value.N)]; // by value
    if (value.NS !== undefined) return ["NS", [...new Set(value.NS.map(comparableNumber))].sort()]; // by value
    if (value.NS !== undefined) return ["NS", [...new Set(value.NS)].sort()];
    if (value.SS !== undefined) return ["SS", [...new Set(value.SS)].sort()];
    if (value.BS !== undefined) return ["BS", [...new Set(value.BS)].sort()];
    if (value.L !== undefined) return ["L", value.L.map(sorted)];
    if (value.M !== undefined) {
      const members = value.M;
      return ["M", Object.keys(members).sort().map((name) => [name, sorted(members[name]!)])];
    }
    return Object.entries(value);
  };
  return JSON.stringify(sorted(value));
}

/** A number in the form in which it is compared. */
function comparableNumber(text: string): string {
  const number = decimalOf(text);
  return number === null ? text : `=${number.digits}e${number.exponent}`;
}

interface Decimal {
  digits: bigint;
  exponent: number;
}

/** The number in a string, without trailing zeros; null if it is not a DynamoDB number. */
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

/** Negative if the first number is less, positive if it is greater, or zero. */
function compare(first: Decimal, second: Decimal): number {
  const least = Math.min(first.exponent, second.exponent);
  const scaled = (decimal: Decimal): bigint => decimal.digits * 10n ** BigInt(decimal.exponent - least);
  const difference = scaled(first) - scaled(second);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Whether an attribute is a number that passes a test. */
function someNumber(record: StreamRecord, image: Image, steps: Step[], test: (comparedTo: (bound: string) => number) => boolean): boolean {
  return texts(record, image, steps, "N").some((text) => {
    const number = decimalOf(text);
    return number !== null && test((bound) => compare(number, decimalOf(bound)!));
  });
}

/** Whether an attribute differs between the images. */
function changed(record: StreamRecord, steps: Step[]): boolean {
  const key = (image: Image): string => JSON.stringify(valuesAt(record, image, steps).map(identity));
  return key("OldImage") !== key("NewImage");
}

/** Whether an attribute has one of these values. */
function oneOf(record: StreamRecord, image: Image, steps: Step[], values: AttributeValue[]): boolean {
  const known = values.map(identity);
  return valuesAt(record, image, steps).some((value) => known.includes(identity(value)));
}

/** Whether an attribute is a set or a list with this element. */
function contains(record: StreamRecord, image: Image, steps: Step[], element: AttributeValue): boolean {
  const key = identity(element);
  return valuesAt(record, image, steps).some((value) => {
    const elements: AttributeValue[] = [
      ...(value.L ?? []),
      ...(value.SS ?? []).map((text) => ({ S: text })),
      ...(value.NS ?? []).map((text) => ({ N: text })),
      ...(value.BS ?? []).map((text) => ({ B: text })),
    ];
    return elements.some((each) => identity(each) === key);
  });
}

type TextType = "S" | "N" | "B";

/** The strings of an attribute's values of one type. */
function texts(record: StreamRecord, image: Image, steps: Step[], type: TextType): string[] {
  return valuesAt(record, image, steps).flatMap((value) => value[type] ?? []);
}

/** Whether a string consists of these pieces, with any characters between them. */
function like(text: string, pieces: string[]): boolean {
  const first = pieces[0]!;
  const last = pieces[pieces.length - 1]!;
  if (pieces.length === 1) return text === first;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  let at = first.length;
  const end = text.length - last.length;
  for (const piece of pieces.slice(1, -1)) {
    const start = text.indexOf(piece, at);
    if (start < 0 || start + piece.length > end) return false;
    at = start + piece.length;
  }
  return true;
}

/** The names of the attributes that differ between the images. */
function modified(record: StreamRecord): string[] {
  const names = new Set([...Object.keys(record.dynamodb.OldImage ?? {}), ...Object.keys(record.dynamodb.NewImage ?? {})]);
  return [...names].sort().filter((name) => changed(record, [name]));
}
