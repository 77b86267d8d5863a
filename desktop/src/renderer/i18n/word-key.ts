/** The key of a code's text, as `wordFor` computes it: `auth.link_used` becomes `authLinkUsed`. */
export type WordKey<Code extends string> = Code extends `${infer Head}.${infer Tail}`
  ? `${WordKey<Head>}${Capitalize<WordKey<Tail>>}`
  : Code extends `${infer Head}_${infer Tail}`
    ? `${WordKey<Head>}${Capitalize<WordKey<Tail>>}`
    : Code extends `${infer Head}-${infer Tail}`
      ? `${WordKey<Head>}${Capitalize<WordKey<Tail>>}`
      : Code;

/** Texts for all codes of a registry: `satisfies WordsFor<ToolName>` fails to compile if one is missing or belongs to no code. */
export type WordsFor<Code extends string> = Readonly<Record<WordKey<Code>, string>>;
