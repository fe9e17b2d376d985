"""The scripts that shells run: on TAB, they call pipefilter with the line up to the cursor, and read lines of kind, value and help.

They differ from click's own scripts: file names are left to the shell, which knows `~`, quotes and blanks; values
after `=` are completed; names may contain commas; and nothing is printed where pipefilter is not installed any more.
"""

from __future__ import annotations

__all__ = ["BASH", "FISH", "ZSH"]

# names arrive quoted; bash 3.2, which macOS has, knows neither nosort nor compopt: there, files are offered where no name fits
BASH = r"""_pipefilter_completion() {
    local kind value help
    COMPREPLY=()
    while IFS=$'\t' read -r kind value help; do
        case $kind in
            file) compopt -o default 2> /dev/null ;;
            dir) compopt -o dirnames 2> /dev/null ;;
            plain) COMPREPLY+=("$value") ;;
        esac
    done < <(
        COMP_WORDS="${COMP_LINE:0:COMP_POINT}" _PIPEFILTER_REPLACED="$2" _PIPEFILTER_COMPLETE=bash_complete "$1" 2> /dev/null
    )
}
complete -o nosort -F _pipefilter_completion pipefilter 2> /dev/null ||
    complete -o default -F _pipefilter_completion pipefilter
"""

ZSH = r"""#compdef pipefilter
_pipefilter() {
    local kind value help line="${(j: :)words[1,CURRENT-1]} $QIPREFIX$PREFIX"
    local -a plain described kinds
    while IFS=$'\t' read -r kind value help; do
        kinds+=("$kind")
        if [[ $kind == plain ]]; then
            if [[ -n $help ]]; then described+=("${value//:/\\:}:$help"); else plain+=("$value"); fi
        fi
    done < <(COMP_WORDS="$line" _PIPEFILTER_COMPLETE=zsh_complete ${(Q)~words[1]} 2> /dev/null)
    [[ $PREFIX == -*=* ]] && compset -P 1 '*='
    case ${kinds[1]} in
        file) _files ;;
        dir) _files -/ ;;
        *)
            (( $#described )) && _describe -V value described
            (( $#plain )) && compadd -V value -a plain
            ;;
    esac
}
if [[ ${zsh_eval_context[-1]} == loadautofunc ]]; then
    _pipefilter "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
    compdef _pipefilter pipefilter
fi
"""

# fish asks twice for one TAB: whether files fit, which it then completes itself, and for the names; the first answers both
FISH = r"""function __pipefilter_answer
    set -l line (commandline -cp | string collect)
    if set -q __pipefilter_line; and test "$line" = "$__pipefilter_line"
        set -e __pipefilter_line
    else
        set -l program (commandline -opc)[1]
        set -g __pipefilter_line $line
        set -g __pipefilter_lines
        type -q -- $program; or return
        set __pipefilter_lines (COMP_WORDS=$line _PIPEFILTER_COMPLETE=fish_complete $program 2> /dev/null)
    end
    string join \n -- $__pipefilter_lines
end

function __pipefilter_wants_files
    __pipefilter_answer | string match -qr '^(file|dir)\t'
end

function __pipefilter_names
    __pipefilter_answer | string replace -fr '^plain\t' ''
end

complete --command pipefilter --no-files --arguments '(__pipefilter_names)'
complete --command pipefilter --condition __pipefilter_wants_files --force-files
"""
