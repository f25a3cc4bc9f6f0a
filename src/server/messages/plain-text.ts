import type { Block, Fact, Message } from './message.ts';

/** The message for programs and people that prefer text: written from the blocks, not stripped from the HTML. */
export function plainTextOf({ test, merchant, blocks, footer }: Message): string {
  // An address is said once: the button's stands where the button would be.
  const said = blocks.filter(({ type }) => type !== 'address');
  const parts = [...(test === null ? [] : [test]), ...said.map(textOf), ['-- ', merchant, ...footer].join('\n')];
  return `${parts.join('\n\n')}\n`;
}

function textOf(block: Block): string {
  switch (block.type) {
    case 'headline':
      return [block.label, block.headline, ...(block.below === null ? [] : [block.below])].join('\n');
    case 'paragraph':
      return block.text;
    case 'quote':
      return [`${block.label}:`, ...block.lines.map((line) => `> ${line}`.trimEnd())].join('\n');
    case 'items':
      return [
        `${block.heading}:`,
        ...block.items.map(({ title, detail, amount }) =>
          [`- ${title}: ${amount}`, ...(detail ? [`  ${detail}`] : [])].join('\n'),
        ),
        ...block.sums.map(lineOf),
      ].join('\n');
    case 'facts':
      return block.facts.map(lineOf).join('\n');
    case 'button':
    case 'address':
      return `${block.label}:\n${block.address}`;
  }
}

const lineOf = ({ label, value }: Fact): string => `${label}: ${value}`;
