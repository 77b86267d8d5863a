// Finds every regular expression of the product's sources.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { root } from '../setup.mjs';

const projects = ['shared', 'bot', 'sync-server', 'desktop'];
const isProduct = (file) => /\.tsx?$/.test(file) && !/\.(test|suite|contract|d)\.tsx?$|\/testing\//.test(file);

/** Paths relative to the root, separated by `/`. */
export const productFiles = () =>
  projects.flatMap((project) =>
    readdirSync(path.join(root, project, 'src'), { recursive: true })
      .map((file) => `${project}/src/${file.split(path.sep).join('/')}`)
      .filter(isProduct),
  );

/** `{source, flags, place}` of literals, and the places that build a pattern from something other than literals. */
export const findLiterals = (file) => {
  const text = readFileSync(path.join(root, file), 'utf8');
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false);
  const found = { literals: [], built: [] };
  const visit = (node) => {
    if (ts.isRegularExpressionLiteral(node)) found.literals.push({ ...parseLiteral(node.text), place: placeOf(node) });
    if (isConstruction(node)) {
      const [source, flags] = node.arguments ?? [];
      const isLiteral = source && ts.isStringLiteralLike(source) && (!flags || ts.isStringLiteralLike(flags));
      if (isLiteral) found.literals.push({ source: source.text, flags: flags?.text ?? '', place: placeOf(node) });
      else found.built.push(placeOf(node));
    }
    ts.forEachChild(node, visit);
  };
  const placeOf = (node) => `${file}:${tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1}`;
  visit(tree);
  return found;
};

const isConstruction = (node) =>
  (ts.isNewExpression(node) || ts.isCallExpression(node)) &&
  ts.isIdentifier(node.expression) &&
  node.expression.text === 'RegExp';

const parseLiteral = (text) => {
  const end = text.lastIndexOf('/');
  return { source: text.slice(1, end), flags: text.slice(end + 1) };
};

/**
 * What `shared` builds while its modules are loaded, from constants of several files: they are loaded, and each construction is
 * written down with all the places that it came from.
 */
export const recordBuilt = async (files) => {
  const built = [];
  const Native = globalThis.RegExp;
  globalThis.RegExp = new Proxy(Native, {
    construct: (target, args) => {
      const { source, flags } = Reflect.construct(target, args);
      const places = placesOf(new Error('where').stack ?? '');
      if (places.length > 0) built.push({ source, flags, places });
      return Reflect.construct(target, args);
    },
  });
  try {
    for (const file of files) await import(pathToFileURL(path.join(root, file)).href);
  } finally {
    globalThis.RegExp = Native;
  }
  return built;
};

const placesOf = (stack) =>
  [...stack.matchAll(/(shared\/src\/[^\s:)]+):(\d+):\d+/g)].map(([, file, line]) => `${file}:${line}`);
