/** Says which browser the tests use. Run before them, so that a packed one is unpacked before several of them want it. */
import { findBrowser } from './find-browser.ts';

const { executablePath } = await findBrowser();
console.log(`The tests use ${executablePath}`);
