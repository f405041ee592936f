"Packaging: everything that can change stands in settings.ini; this file only hands it to setuptools."
import re
from configparser import ConfigParser
from pathlib import Path

from setuptools import setup

parser = ConfigParser(delimiters=['='])
parser.read('settings.ini', encoding='utf-8')
cfg = parser['DEFAULT']
last_python = 13
site, git = cfg['doc_host'] + cfg['doc_baseurl'] + '/', cfg['git_url']


def page() -> str:
    "The README for the package index, where a link has to say whose file it means."
    raw = git.replace('github.com', 'raw.githubusercontent.com') + f"/{cfg['branch']}/"
    text = re.sub(r'(!\[[^\]]*\]\()(?!https:)', rf'\1{raw}', Path('README.md').read_text(encoding='utf-8'))
    return re.sub(r'\]\((?!https:)', f"]({git}/blob/{cfg['branch']}/", text)


setup(
    name=cfg['lib_name'],
    version=cfg['version'],
    description=cfg['description'],
    long_description=page(),
    long_description_content_type='text/markdown',
    author=cfg['author'],
    author_email=cfg['author_email'],
    license='Apache-2.0',
    license_files=['LICENSE'],
    url=git,
    project_urls={'Documentation': site, 'Source': git, 'Changelog': f"{git}/blob/{cfg['branch']}/CHANGELOG.md"},
    keywords=cfg['keywords'].split(),
    classifiers=['Development Status :: 3 - Alpha', f"Intended Audience :: {cfg['audience']}",
                 f"Natural Language :: {cfg['language']}", 'Programming Language :: Python :: 3']
                + [f'Programming Language :: Python :: 3.{minor}'
                   for minor in range(int(cfg['min_python'].split('.')[1]), last_python + 1)]
                + ['Topic :: Scientific/Engineering :: Artificial Intelligence', 'Typing :: Typed'],
    packages=[cfg['lib_path'], f"{cfg['lib_path']}.weights"],
    py_modules=[f"{cfg['lib_path']}_start"],
    package_data={cfg['lib_path']: ['*.npz', '*.json', 'py.typed'], f"{cfg['lib_path']}.weights": ['*.safetensors']},
    install_requires=cfg['requirements'].split(),
    extras_require={name: cfg[f'{name}_requirements'].split() for name in ('dev', 'bench', 'eval', 'export')},
    entry_points={'console_scripts': cfg['console_scripts'].split(),
                  'nbdev': [f"{cfg['lib_name']}={cfg['lib_path']}._modidx:d"]},
    zip_safe=False,
)
