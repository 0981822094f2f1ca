"""Registers of known content in random looks: what is written is known, so what is read can be judged.

``content`` makes the risks (of ``texts``, ``scores`` and ``movements``), ``look`` lays them out on ``sheets``, ``writers`` makes files of the sheets, and ``oracle``
compares what was read with what was written. A seed makes one register, always the same.
"""
