using System.CommandLine;
using System.Text;

namespace Steward.Cli.CommandLine;

/// <summary>Completion scripts, written from the verbs themselves. They run no program: a keystroke stays quick.</summary>
internal static class CompletionScript
{
    public static string Bash(VerbTree tree)
    {
        var text = new StringBuilder($$"""
            # steward completion for bash: source <(steward completion bash)
            _steward() {
                local current=${COMP_WORDS[COMP_CWORD]} path="" word i skip=0
                for ((i = 1; i < COMP_CWORD; i++)); do
                    word=${COMP_WORDS[i]}
                    if ((skip)); then skip=0; continue; fi
                    case $word in
                        --profile) skip=1 ;;
                        -*) ;;
                        daemon) ;;
                        *) if [[ -z $path ]]; then path=$word; elif [[ " {{Groups(tree)}} " == *" $path "* ]]; then path="$path $word"; fi ;;
                    esac
                done
                local words
                case $path in

            """);
        foreach (var (path, words) in Paths(tree)) text.Append($"        \"{path}\") words=\"{words}\" ;;\n");
        return text.Append("""
                    *) words="" ;;
                esac
                COMPREPLY=($(compgen -W "$words" -- "$current"))
            }
            complete -o default -F _steward steward

            """).ToString();
    }

    public static string Zsh(VerbTree tree)
    {
        var text = new StringBuilder($$"""
            #compdef steward
            # steward completion for zsh: put this file as _steward into a folder of $fpath
            _steward() {
                local verb="" word i skip=0
                for ((i = 2; i < CURRENT; i++)); do
                    word=${words[i]}
                    if ((skip)); then skip=0; continue; fi
                    case $word in
                        --profile) skip=1 ;;
                        -*) ;;
                        daemon) ;;
                        *) if [[ -z $verb ]]; then verb=$word; elif [[ " {{Groups(tree)}} " == *" $verb "* ]]; then verb="$verb $word"; fi ;;
                    esac
                done
                local -a candidates
                case $verb in

            """);
        foreach (var (path, words) in Paths(tree)) text.Append($"        \"{path}\") candidates=({words}) ;;\n");
        return text.Append("""
                esac
                if (($#candidates)); then compadd -- $candidates; fi
                _files
            }
            if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _steward "$@"; else compdef _steward steward; fi

            """).ToString();
    }

    public static string Fish(VerbTree tree)
    {
        var text = new StringBuilder("# steward completion for fish\n");
        var verbs = string.Join(' ', tree.Root.Subcommands.Select(verb => verb.Name));
        foreach (var option in tree.Root.Options) Flag(text, option, "");
        foreach (var verb in tree.Root.Subcommands)
        {
            Line(text, $"-n 'not __fish_seen_subcommand_from {verbs}' -f -a {verb.Name} -d {Quote(verb.Description)}");
            foreach (var option in verb.Options) Flag(text, option, $"-n '__fish_seen_subcommand_from {verb.Name}' ");
            if (verb is VerbGroup group) Group(text, group);
        }
        return text.ToString();
    }

    private static void Group(StringBuilder text, VerbGroup group)
    {
        var names = string.Join(' ', group.Subcommands.Select(verb => verb.Name));
        foreach (var verb in group.Subcommands)
        {
            Line(text, $"-n '__fish_seen_subcommand_from {group.Name}; and not __fish_seen_subcommand_from {names}' -f -a {verb.Name} -d {Quote(verb.Description)}");
            foreach (var option in verb.Options)
                Flag(text, option, $"-n '__fish_seen_subcommand_from {group.Name}; and __fish_seen_subcommand_from {verb.Name}' ");
        }
    }

    private static void Flag(StringBuilder text, Option option, string condition)
    {
        var shorts = string.Concat(option.Aliases.Where(alias => alias.Length == 2).Select(alias => $" -s {alias[1]}"));
        Line(text, $"{condition}-l {option.Name[2..]}{shorts}{(option.HelpName is null ? "" : " -r")} -d {Quote(option.Description)}");
    }

    private static void Line(StringBuilder text, string rest) => text.Append("complete -c steward ").Append(rest).Append('\n');

    private static string Quote(string? text) => $"'{(text ?? "").Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    /// <summary>After which words which words may come.</summary>
    private static IEnumerable<(string Path, string Words)> Paths(VerbTree tree)
    {
        var global = tree.Root.Options.Where(option => option.Recursive).ToList();
        yield return ("", Words(tree.Root.Subcommands.Select(verb => verb.Name).Append("daemon"), tree.Root.Options));
        foreach (var verb in tree.Root.Subcommands)
        {
            yield return (verb.Name, Words([.. WordsOf(verb), .. verb.Subcommands.Select(inner => inner.Name)], [.. verb.Options, .. global]));
            foreach (var inner in verb.Subcommands) yield return ($"{verb.Name} {inner.Name}", Words(WordsOf(inner), [.. inner.Options, .. global]));
        }
    }

    private static IReadOnlyList<string> WordsOf(Command command) => command is Verb verb ? verb.Words : [];

    private static string Groups(VerbTree tree) => string.Join(' ', tree.Root.Subcommands.OfType<VerbGroup>().Select(group => group.Name));

    private static string Words(IEnumerable<string> names, IEnumerable<Option> options) =>
        string.Join(' ', names.Concat(options.SelectMany(option => option.Aliases.Append(option.Name)).Distinct()));
}
