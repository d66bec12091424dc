#!/usr/bin/env python3
"""Prints texts on pages and has them read by OCR: pairs of right and misread text, as `cargo bench --bench words -- --pages DIR` takes.

usage: read_pages.py -o DIR TEXT...

Each TEXT is right text in UTF-8 whose paragraphs blank lines part, or each line of which is one. Each way of printing of `WAYS` takes
the next pages of each text in turn, so that no two pages have the same words. DIR gets a folder for each way and text, with
`page-NNN.gold.txt` and `page-NNN.ocr.txt`. The same texts, fonts and tesseract give the same pages.

Needs: pip install pillow numpy; tesseract with its models `dan`, `eng` and `nor`; fontconfig and the fonts of `WAYS`
"""
import argparse, os, pathlib, re, subprocess, tempfile
import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

# name, font, size and width in pixels, ink, blur, noise, threshold of a bitonal scan (0: grey), skew in degrees, model
WAYS = [
    ("dejavu", "DejaVu Serif", 15, 820, 60, 0.6, 20, 150, 0.2, "dan"),
    ("liberation", "Liberation Serif", 20, 900, 70, 0.75, 25, 160, -0.2, "dan"),
    ("biolinum", "Linux Biolinum O", 19, 800, 60, 0.8, 30, 0, 0.1, "dan"),
    ("sans", "Liberation Sans", 16, 820, 60, 0.7, 22, 165, 0, "nor"),
    ("display", "Linux Libertine Display O", 21, 850, 70, 0.7, 20, 150, 0.2, "eng"),
    ("mono", "Liberation Mono", 15, 760, 60, 0.7, 25, 0, 0, "dan"),
]
PAGES = 7  # of each way and text
LETTERS = 2200  # of a page
MARGIN = 80


def paragraphs(text):
    parts = re.split(r"\n\s*\n", text)
    parts = parts if len(parts) > 20 else text.split("\n")
    return [re.sub(r"\s+", " ", part).strip() for part in parts if len(part.strip()) > 40]


def take(paragraphs, start):
    """The paragraphs of the next page."""
    end, letters = start, 0
    while end < len(paragraphs) and letters < LETTERS:
        letters += len(paragraphs[end])
        end += 1
    return paragraphs[start:end], end


def lines(paragraph, font, width):
    line = ""
    for word in paragraph.split(" "):
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer) > width:
            yield line
            line = word
        else:
            line = longer
    yield line


def print_page(paragraphs, way, chance):
    _, family, size, width, ink, blur, noise, threshold, skew, _ = way
    path = subprocess.run(["fc-match", "--format=%{file}", f"{family}:style=Regular"], capture_output=True, text=True).stdout
    font = ImageFont.truetype(path, size)
    printed = [(line, number == 0) for part in paragraphs for number, line in enumerate(lines(part, font, width))]
    height = int(size * 1.45)
    page = Image.new("L", (width + 2 * MARGIN, height * len(printed) + 2 * MARGIN), 255)
    draw = ImageDraw.Draw(page)
    for number, (line, is_first) in enumerate(printed):
        draw.text((MARGIN + size * is_first, MARGIN + number * height), line, font=font, fill=ink)
    page = page.rotate(skew, fillcolor=255, resample=Image.BICUBIC).filter(ImageFilter.GaussianBlur(blur))
    grey = np.asarray(page).astype(float)
    grey = grey + chance.normal(0, noise, grey.shape)
    grey = np.where(grey > threshold, 255, 0) if threshold else grey
    return Image.fromarray(grey.clip(0, 255).astype("uint8"))


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("-o", required=True, type=pathlib.Path)
    arguments.add_argument("texts", nargs="+", type=pathlib.Path)
    arguments = arguments.parse_args()
    texts = {path.stem: paragraphs(path.read_text(encoding="utf-8")) for path in arguments.texts}
    starts = dict.fromkeys(texts, 0)
    chance = np.random.RandomState(1)
    for way in WAYS:
        for name, text in texts.items():
            folder = arguments.o / f"{way[0]}-{name}"
            folder.mkdir(parents=True, exist_ok=True)
            for number in range(PAGES):
                page, starts[name] = take(text, starts[name])
                if not page:
                    break
                base = folder / f"page-{number:03}"
                base.with_suffix(".gold.txt").write_text("\n\n".join(page) + "\n", encoding="utf-8")
                with tempfile.NamedTemporaryFile(suffix=".png") as image:
                    print_page(page, way, chance).save(image.name)
                    subprocess.run(["tesseract", image.name, f"{base}.ocr", "-l", way[-1], "--psm", "6"],
                                   check=True, capture_output=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"})


if __name__ == "__main__":
    main()
