"""Small: a reader can hold a function in the head and a file on two screens."""

from __future__ import annotations

from statistics import median, quantiles

from tests.architecture.code import PACKAGE, ROOT, Module, modules

MEDIAN_FUNCTION, LONG_FUNCTION = 10, 35
MEDIAN_FILE, LONGEST_FILE = 150, 600


def _function_lengths() -> dict[str, int]:
    return {
        f"{module.path}:{function.lineno} {function.name}": module.body_length(function)
        for module in modules()
        for function in module.functions()
    }


def test_lines_of_code_are_counted_without_docstring_comments_and_blanks() -> None:
    docstring = '    """Say.\n\n    More.\n    """\n'
    text = f"def f(a):\n{docstring}    # why\n    b = (\n        a\n    )\n\n    return b\n"
    module = Module("f.py", text)
    assert [module.body_length(function) for function in module.functions()] == [4]


def test_the_median_function_is_short() -> None:
    assert median(_function_lengths().values()) <= MEDIAN_FUNCTION


def test_nine_functions_in_ten_fit_on_a_screen() -> None:
    lengths = _function_lengths()
    longest = sorted(lengths, key=lambda name: -lengths[name])[:10]
    assert quantiles(lengths.values(), n=10)[-1] <= LONG_FUNCTION, longest


def test_the_median_file_is_short() -> None:
    lengths = {module.path: len(module.text.splitlines()) for module in modules()}
    assert median(lengths.values()) <= MEDIAN_FILE, lengths


def test_no_file_is_long() -> None:
    all_of_them = [*PACKAGE.rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    # What Django wrote of the tables nobody reads, and nobody may change.
    files = [path for path in all_of_them if not path.match("migrations/*_records.py")]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in files}
    assert [name for name, length in lengths.items() if length > LONGEST_FILE] == []
