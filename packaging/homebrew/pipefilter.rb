# A template: `python packaging/recipes.py` fills in what stands between two signs @.
class Pipefilter < Formula
  include Language::Python::Virtualenv

  desc "@SUMMARY@"
  homepage "https://github.com/pipefilter/pipefilter"
  url "@URL@"
  sha256 "@SHA256@"
  license "Apache-2.0"

  depends_on "libyaml"
  depends_on "python@3.14"

@RESOURCES@

  def install
    virtualenv_install_with_resources
    generate_completions_from_executable(bin/"pipefilter", "completion")
  end

  test do
    (testpath/"pattern.json").write('{"detail": {"status": ["PAID"]}}')
    (testpath/"event.json").write('{"detail": {"status": "PAID"}}')
    assert_match "match", shell_output("#{bin}/pipefilter test pattern.json event.json")
  end
end
