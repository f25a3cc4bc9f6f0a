import { cli } from '@custom-elements-manifest/analyzer/cli.js';

interface Named {
  name?: string;
  privacy?: string;
}

interface Declaration extends Named {
  customElement?: boolean;
  members?: Named[];
  attributes?: unknown[];
}

interface Module {
  path: string;
  declarations?: Declaration[];
}

/** The custom elements manifest of the public elements, with the paths of the published files and no private member. */
export async function customElements(root: string): Promise<object> {
  const manifest = (await cli({
    argv: ['analyze', '--litelement', '--globs', 'src/elements/*.ts', '--quiet'],
    cwd: root,
    noWrite: true,
  })) as { modules: Module[] };
  const published = (text: string): string => text.replaceAll('src/', 'dist/').replaceAll('.ts"', '.js"');
  const tags = manifest.modules.filter(({ declarations = [] }) =>
    declarations.some(({ customElement }) => customElement),
  );
  const modules = tags.map((module) => ({
    ...module,
    declarations: (module.declarations ?? []).map(({ members = [], ...declaration }) => ({
      ...declaration,
      members: members.filter(({ name = '', privacy }) => privacy !== 'private' && !name.startsWith('#')),
    })),
  }));
  return JSON.parse(published(JSON.stringify({ ...manifest, modules }))) as object;
}
