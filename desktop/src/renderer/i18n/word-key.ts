/** As `wordFor` writes a code: `auth.link_used` is `authLinkUsed`. */
export type WordKey<Code extends string> = Code extends `${infer Head}.${infer Tail}`
  ? `${WordKey<Head>}${Capitalize<WordKey<Tail>>}`
  : Code extends `${infer Head}_${infer Tail}`
    ? `${WordKey<Head>}${Capitalize<WordKey<Tail>>}`
    : Code extends `${infer Head}-${infer Tail}`
      ? `${WordKey<Head>}${Capitalize<WordKey<Tail>>}`
      : Code;

/** Words for all codes of a registry: `satisfies WordsFor<ToolName>` fails to compile when one is missing or has no code any more. */
export type WordsFor<Code extends string> = Readonly<Record<WordKey<Code>, string>>;
