"Denoising diffusion, from the first equation to trained images: the package that the book's chapters compile to."
__version__ = "0.1.0"

import sys

if sys.orig_argv[1:3] != ['-m', 'ddpm_nb']:     # there, help comes before torch: see ddpm_nb_start
    from ddpm_nb.data import (DATASETS, DataSpec, ImageLoader, data_spec, generator_for, load_digit_labels, load_digits, load_folder,
                              pick_device, pick_precision)
    from ddpm_nb.diffusion import DDPM, loss_by_t, posterior
    from ddpm_nb.evaluation import (Classifier, ImageNetFeatures, Judge, class_shares, copy_ratios, embed, frechet_distance,
                                    inception_scores, kernel_distance, load_classifier, load_real, nearest, precision_recall,
                                    quality_table, sample_bytes, to_bytes, train_classifier)
    from ddpm_nb.guidance import classifier_guided, find_labels, guided
    from ddpm_nb.images import denormalize, image_grid, mean_loss, normalize, plot_loss, save_animation, show_images
    from ddpm_nb.likelihood import Bound, fixed_variances, ode_bits, prior_bits, variational_bound
    from ddpm_nb.sampling import SAMPLERS, SPACINGS, ddim_step, ddpm_small_step, ddpm_step, denoise, sample, time_steps
    from ddpm_nb.schedule import SCHEDULES, cosine_betas, exponential_betas, linear_betas
    from ddpm_nb.solvers import dpmpp_2m_step, inpaint, invert, ipndm_step, ipndm_v_step, slerp
    from ddpm_nb.time_embedding import TimeEmbedding
    from ddpm_nb.resunet import ResUNet
    from ddpm_nb.runs import Run, TrainConfig, TrainState, resume_config
    from ddpm_nb.training import EMA, WEIGHTS, load_model, lr_scale, save_weights, train, train_step, train_steps
    from ddpm_nb.unet import ConvBlock, LabelEmbedding, UNet, UpBlock

__all__ = ['Bound', 'Classifier', 'ConvBlock', 'DATASETS', 'DDPM', 'DataSpec', 'EMA', 'ImageLoader',
           'ImageNetFeatures', 'Judge', 'LabelEmbedding', 'ResUNet', 'Run', 'SAMPLERS', 'SCHEDULES',
           'SPACINGS', 'TimeEmbedding', 'TrainConfig', 'TrainState', 'UNet', 'UpBlock', 'WEIGHTS',
           'class_shares', 'classifier_guided', 'copy_ratios', 'cosine_betas', 'data_spec',
           'ddim_step', 'ddpm_small_step', 'ddpm_step', 'denoise', 'denormalize', 'dpmpp_2m_step',
           'embed', 'exponential_betas', 'find_labels', 'fixed_variances', 'frechet_distance',
           'generator_for', 'guided', 'image_grid', 'inception_scores', 'inpaint', 'invert',
           'ipndm_step', 'ipndm_v_step', 'kernel_distance', 'linear_betas', 'load_classifier',
           'load_digit_labels', 'load_digits', 'load_folder', 'load_model', 'load_real',
           'loss_by_t', 'lr_scale', 'mean_loss', 'nearest', 'normalize', 'ode_bits', 'pick_device',
           'pick_precision', 'plot_loss', 'posterior', 'precision_recall', 'prior_bits',
           'quality_table', 'resume_config', 'sample', 'sample_bytes', 'save_animation',
           'save_weights', 'show_images', 'slerp', 'time_steps', 'to_bytes', 'train',
           'train_classifier', 'train_step', 'train_steps', 'variational_bound']
