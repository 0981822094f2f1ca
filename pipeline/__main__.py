"""``python -m pipeline``."""

if __name__ == "__main__":
    try:
        from pipeline.cli import main
    except KeyboardInterrupt:  # before there is anything to interrupt
        raise SystemExit(130) from None
    raise SystemExit(main())
