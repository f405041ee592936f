"""The code of a chapter's cells, for scripts that run what the page shows; needs no Jupyter."""
import ast
import json
import re
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

NBS = Path(__file__).resolve().parent.parent/'nbs'


def page(name, *cells, **given):
    """A module with what the notebook's module, imports, functions and classes define, after running `cells` (ids).

    What cannot be defined without the other cells, or without a package that is missing here, is left out."""
    sources = {cell['id']: ''.join(cell['source']) for cell in json.loads((NBS/f'{name}.ipynb').read_text())['cells']
               if cell['cell_type'] == 'code'}
    module = sys.modules[f'page_{name}'] = ModuleType(f'page_{name}')
    exported = re.search(r'^#\| default_exp (\w+)', sources['default-exp'], re.M)[1]
    module.__dict__.update(vars(import_module(f'ddpm_nb.{exported}')), __name__=module.__name__)
    kept = ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef
    for id, source in sources.items():
        if re.search(r'^#\| (exports|eval: false|cuda|cifar10)$', source, re.M): continue
        for node in ast.parse(source).body:
            if not isinstance(node, kept): continue
            try: exec(compile(ast.Module([node], []), f'{name}.ipynb, {id}', 'exec'), module.__dict__)
            except (ImportError, NameError): pass
    module.__dict__.update(given)
    for id in cells: exec(compile(sources[id], f'{name}.ipynb, {id}', 'exec'), module.__dict__)
    return module


def asserts(source):
    "Whether a cell is a test."
    return bool(re.search(r'^\s*assert\b|assert_close\(|test_fail\(', source, re.M))


def tiny_cifar10():
    "Put the digits in the place of CIFAR-10, with a tiny network: for dry runs of what needs a GPU."
    from dataclasses import replace

    import torch.nn.functional as F

    from ddpm_nb.data import DATASETS, load_digit_labels, load_digits

    def load(root, train):
        part = slice(0, 300) if train else slice(300, 400)
        images = F.interpolate(load_digits()[part].float(), scale_factor=4).byte().expand(-1, 3, -1, -1)
        return images.contiguous(), load_digit_labels()[part]
    DATASETS['cifar10'] = replace(DATASETS['cifar10'], load=load, channels=(8, 16), batch_size=16)
