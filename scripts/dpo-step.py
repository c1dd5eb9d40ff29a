#!/usr/bin/env python3
"""Lets TRL's DPO trainer take one step on an export, with a tiny random model on the CPU: scripts/dpo-step.py pairs.jsonl

Needs the packages trl, torch, transformers, datasets and tokenizers. Nothing is downloaded: the tokenizer has one token a byte, and its chat
template shows calls and answers of tools. Of the file the two shortest rows are used.
"""
import sys
import tempfile

import torch
from datasets import load_dataset
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast
from trl import DPOConfig, DPOTrainer

TEMPLATE = (
    "{% if tools %}[tools]{{ tools | tojson }}\n{% endif %}"
    "{% for message in messages %}[{{ message.role }}]{{ message.content }}"
    "{% for call in message.tool_calls or [] %}[call]{{ call.function.name }} {{ call.function.arguments }}{% endfor %}"
    "{{ eos_token }}\n{% endfor %}"
    "{% if add_generation_prompt %}[assistant]{% endif %}"
)


def tokenizer():
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {token: number for number, token in enumerate(["<pad>", "<eos>"] + alphabet)}
    bytes_only = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    bytes_only.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bytes_only.decoder = decoders.ByteLevel()
    fast = PreTrainedTokenizerFast(tokenizer_object=bytes_only, pad_token="<pad>", eos_token="<eos>")
    fast.chat_template = TEMPLATE
    return fast


def main(path):
    torch.manual_seed(1)
    words = tokenizer()
    config = LlamaConfig(
        vocab_size=len(words), hidden_size=16, intermediate_size=32, num_hidden_layers=1, num_attention_heads=2,
        max_position_embeddings=16384, pad_token_id=0, eos_token_id=1, bos_token_id=None)
    rows = load_dataset("json", data_files=path, split="train")
    shortest = sorted(range(len(rows)), key=lambda number: len(str(rows[number])))
    rows = rows.select(shortest[:2])
    with tempfile.TemporaryDirectory() as folder:
        LlamaForCausalLM(config).save_pretrained(folder)
        words.save_pretrained(folder)
        step(folder, words, rows)


def step(home, words, rows):
    model = LlamaForCausalLM.from_pretrained(home)
    before = {name: weights.detach().clone() for name, weights in model.named_parameters()}
    with tempfile.TemporaryDirectory() as folder:
        trainer = DPOTrainer(
            model=model,
            args=DPOConfig(
                output_dir=folder, max_steps=1, per_device_train_batch_size=len(rows), learning_rate=1e-3, max_length=None,
                use_cpu=True, bf16=False, report_to=[], save_strategy="no", logging_steps=1),
            train_dataset=rows,
            processing_class=words)
        result = trainer.train()
    moved = sum(not torch.equal(before[name], weights) for name, weights in model.named_parameters())
    assert result.global_step == 1 and moved > 0, "no step was taken"
    print(f"one step on {len(rows)} rows: loss {result.training_loss:.4f}, {moved} of {len(before)} weights moved")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
