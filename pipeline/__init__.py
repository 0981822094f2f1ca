"""From separate risk registers to one report on the risks that organisations share.

The stages, in the order of the work, and the folder where each lives:

    ingest      the users' files  →  records, each value with the cell it came from
    reconcile   registers + mapping + last issued record  →  aligned risks, assurance, movement
    checks      what a person should know before the report leaves
    report      records  →  the words of the page  →  Word, Excel and HTML files, proven right
    archive     files put in place whole, the record of what was said, what was issued

``model`` holds the records that travel between them. ``run`` tells the story in order, ``issuing``
that of a report put on record as it was sent, ``publishing`` that of its public version, ``starting`` that of
a first inputs folder made from an old paper, ``portfolio`` that of many panels; ``documents`` says which Word
templates are filled, ``printing`` makes PDFs of what they became; ``limited`` and ``scratch`` hold
what may not outlive a run: work on hostile files, and other programs with their folders; ``commands`` is where they meet
a person, and ``cli`` where that person's words come in. Data flows one way: cli → commands → publishing, portfolio → run,
issuing, starting → documents, printing → stages → model.
"""

__version__ = "0.1.0"
