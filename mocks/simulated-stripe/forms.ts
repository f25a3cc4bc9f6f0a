import { invalid } from './api-error.ts';

/** A form-encoded body or query as Stripe nests it: `a[b][0]=1` is `{ a: { b: { 0: '1' } } }`. */
export interface FormTree {
  [name: string]: string | FormTree;
}

/** Reads `application/x-www-form-urlencoded` text. `a[]=x` appends. */
export function parseForm(text: string): FormTree {
  const root: FormTree = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) {
    const match = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name);
    if (!match) throw invalid(`Invalid parameter name: ${name}`);
    const path = [match[1] ?? '', ...[...(match[2] ?? '').matchAll(/\[([^\]]*)\]/g)].map((part) => part[1] ?? '')];
    let node = root;
    for (const [depth, part] of path.entries()) {
      const key = part === '' ? String(Object.keys(node).length) : part;
      if (depth === path.length - 1) {
        node[key] = value;
        break;
      }
      const inner = node[key];
      if (typeof inner === 'string') throw invalid(`Invalid object`, { param: name });
      node = node[key] = inner ?? Object.create(null);
    }
  }
  return root;
}

/**
 * The parameters of one request, read by name. What is wrong with them is thrown as Stripe's own 400; each nested object names the
 * parameters it takes, any other is unknown.
 */
export class Params {
  readonly #tree: FormTree;
  readonly #path: string;

  /** @throws ApiError `parameter_unknown` for a name not in `allowed`. */
  constructor(tree: FormTree, allowed: readonly string[] | 'any', path = '') {
    this.#tree = tree;
    this.#path = path;
    if (allowed === 'any') return;
    const unknown = Object.keys(tree).filter((name) => !allowed.includes(name));
    const [first] = unknown;
    if (first === undefined) return;
    const names = unknown.map((name) => this.#name(name)).join(', ');
    throw invalid(`Received unknown parameter${unknown.length > 1 ? 's' : ''}: ${names}`, {
      code: 'parameter_unknown',
      param: this.#name(first),
    });
  }

  has(name: string): boolean {
    return this.#tree[name] !== undefined;
  }

  /** Text that may not be unset. */
  text(name: string): string | undefined {
    const value = this.#tree[name];
    if (value === undefined) return undefined;
    if (typeof value !== 'string') throw invalid(`Invalid string: ${JSON.stringify(value)}`, this.#param(name));
    if (value === '') {
      throw invalid(
        `You passed an empty string for '${this.#name(name)}'. We assume empty values are an attempt to unset a parameter; however '${this.#name(name)}' cannot be unset. You should remove '${this.#name(name)}' from your request or supply a non-empty value.`,
        { code: 'parameter_invalid_empty', ...this.#param(name) },
      );
    }
    if (value.length > 5000) {
      throw invalid(`Invalid string: ${value.slice(0, 50)}...; must be at most 5000 characters`, {
        code: 'parameter_invalid_string_too_long',
        ...this.#param(name),
      });
    }
    return value;
  }

  /** Text that an empty value unsets: null then. */
  unsettable(name: string): string | null | undefined {
    return this.#tree[name] === '' ? null : this.text(name);
  }

  requiredText(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw this.missing(name);
    return value;
  }

  integer(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (!/^-?\d{1,15}$/.test(value)) {
      throw invalid(`Invalid integer: ${value}`, { code: 'parameter_invalid_integer', ...this.#param(name) });
    }
    return Number(value);
  }

  boolean(name: string): boolean | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (value !== 'true' && value !== 'false') throw invalid(`Invalid boolean: ${value}`, this.#param(name));
    return value === 'true';
  }

  oneOf<T extends string>(name: string, values: readonly T[]): T | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const found = values.find((allowed) => allowed === value);
    if (found === undefined) {
      const head = values.slice(0, -1).join(', ');
      const list = values.length > 1 ? `one of ${head}, or ${values.at(-1)}` : String(values[0]);
      throw invalid(`Invalid ${this.#name(name)}: must be ${list}`, this.#param(name));
    }
    return found;
  }

  nested(name: string, allowed: readonly string[] | 'any'): Params | undefined {
    const value = this.#tree[name];
    if (value === undefined || value === '') return undefined;
    if (typeof value === 'string') throw invalid('Invalid object', this.#param(name));
    return new Params(value, allowed, this.#name(name));
  }

  list(name: string): string[] | undefined {
    const value = this.#tree[name];
    if (value === undefined || value === '') return undefined;
    if (typeof value === 'string') throw invalid('Invalid array', this.#param(name));
    const items = Object.values(value);
    if (!items.every((item) => typeof item === 'string')) throw invalid('Invalid array', this.#param(name));
    return items;
  }

  /**
   * `metadata` merged into what is there: an empty value drops its key, an empty `metadata` drops all.
   * At most 50 keys of 40 characters with values of 500 (https://docs.stripe.com/metadata).
   */
  metadata(current: Record<string, string> = {}): Record<string, string> {
    const value = this.#tree.metadata;
    if (value === undefined) return current;
    if (value === '') return {};
    if (typeof value === 'string') throw invalid('Invalid object', { param: 'metadata' });
    const merged = { ...current };
    for (const [key, text] of Object.entries(value)) {
      if (typeof text !== 'string') {
        throw invalid(`Metadata values must be strings, but for key '${key}' you passed in a value of type hash`, {
          param: 'metadata',
        });
      }
      if (key.length > 40) {
        throw invalid(
          `Metadata keys can have up to 40 characters, but you passed in a key that is ${key.length} characters long. Invalid key: ${key}`,
          { param: 'metadata' },
        );
      }
      if (text.length > 500) {
        throw invalid(
          `Metadata values can have up to 500 characters, but you passed in a value that is ${text.length} characters long. Invalid value: ${text}`,
          { param: 'metadata' },
        );
      }
      if (text === '') delete merged[key];
      else merged[key] = text;
    }
    const count = Object.keys(merged).length;
    if (count > 50) {
      throw invalid(`You can only specify up to 50 metadata keys, but you passed in ${count}.`, { param: 'metadata' });
    }
    return merged;
  }

  missing(name: string): Error {
    return invalid(`Missing required param: ${this.#name(name)}.`, {
      code: 'parameter_missing',
      ...this.#param(name),
    });
  }

  /** The name as Stripe's `param` writes it: `card[exp_month]`. */
  #name(name: string): string {
    return this.#path ? `${this.#path}[${name}]` : name;
  }

  #param(name: string): { param: string } {
    return { param: this.#name(name) };
  }
}
