"""Full-text indexes of the cache: words with prefixes, and trigrams for parts of words.

Both index folded text (PROTOCOL R9a) as external content over a view, so that no text is stored
twice and a row can be taken out by its old text. `detail=none` keeps them small; it refuses
phrases, so queries are cut the way the tokenizer cuts (PERFORMANCE §3). `vocabulary` shows the
distinct words with their numbers of items, for the correction of typing errors.
"""

VIEW = """
CREATE VIEW item_text(n, text) AS
SELECT i.n, i.name_fold || ' ' || coalesce(b.fold, '') || ' ' || lower(i.article_fold)
FROM item i LEFT JOIN brand b ON b.name = i.brand
"""
WORDS = """
CREATE VIRTUAL TABLE words USING fts5(
    text, content='item_text', content_rowid='n',
    tokenize="unicode61 remove_diacritics 2", prefix='1 2 3 4 5 6 7', detail=none, columnsize=0)
"""
TRIGRAMS = """
CREATE VIRTUAL TABLE trigrams USING fts5(
    text, content='item_text', content_rowid='n',
    tokenize="trigram", detail=none, columnsize=0)
"""
VOCABULARY = "CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, row)"
INDEXES = ("words", "trigrams")
