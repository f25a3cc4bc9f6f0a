import type { Block, Fact, Message } from './message.ts';

/** The message for programs and people that prefer text: written from the blocks, not stripped from the HTML. */
export function plainTextOf({ test, merchant, blocks, footer, colon }: Message): string {
  // An address is said once: the button's stands where the button would be.
  const said = blocks.filter(({ type }) => type !== 'address');
  const parts = [
    ...(test === null ? [] : [test]),
    ...said.map((block) => textOf(block, colon)),
    ['-- ', merchant, ...footer].join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

function textOf(block: Block, colon: string): string {
  const labelled = ({ label, value }: Fact): string => `${label}${colon}${value}`;
  const heading = (label: string): string => `${label}${colon}`.trimEnd();
  switch (block.type) {
    case 'headline':
      return [block.label, block.headline, ...(block.below === null ? [] : [block.below])].join('\n');
    case 'paragraph':
      return block.text;
    case 'quote':
      return [heading(block.label), ...block.lines.map((line) => `> ${line}`.trimEnd())].join('\n');
    case 'items':
      return [
        heading(block.heading),
        ...block.items.map(({ title, detail, amount }) =>
          [`- ${labelled({ label: title, value: amount })}`, ...(detail ? [`  ${detail}`] : [])].join('\n'),
        ),
        ...block.sums.map(labelled),
      ].join('\n');
    case 'facts':
      return block.facts.map(labelled).join('\n');
    case 'button':
      return `${heading(block.label)}\n${block.address}`;
    case 'address':
      return block.address;
  }
}
